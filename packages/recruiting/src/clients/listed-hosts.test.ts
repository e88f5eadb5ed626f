import { describe, expect, it } from 'vitest';
import { onlyListedHosts, platformHosts } from './listed-hosts.ts';
import type { OutsideRequest } from './outside-fetch.ts';

const asked = (url: string): OutsideRequest => ({ method: 'GET', url, headers: {} });

function outside({ addresses = ['104.18.1.1'], status = 200 }: { addresses?: string[]; status?: number } = {}) {
  const sent: [string, string][] = [];
  const fetch = onlyListedHosts({
    hosts: platformHosts,
    resolve: async () => addresses,
    send: async ({ url }, address) => (sent.push([url, address]), { status, headers: { location: 'https://127.0.0.1/' }, body: '' }),
  });
  return { fetch, sent };
}

describe('which addresses the server opens', () => {
  it.each(['https://api.prolific.com/api/v1/users/me/', 'https://lab-1.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?survey_code=1'])('%s', async (url) => {
    const { fetch, sent } = outside();
    await fetch(asked(url));
    expect(sent).toEqual([[url, '104.18.1.1']]);
  });

  it.each([
    'http://api.prolific.com/',
    'https://api.prolific.com:8443/',
    'https://user@api.prolific.com/',
    'https://api.prolific.co/',
    'https://api.prolific.com.evil.example/',
    'https://sona-systems.com/',
    'https://a.b.sona-systems.com/',
    'https://evilsona-systems.com/',
    'https://api.prolific.com@evil.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
    'nonsense',
  ])('never %s', async (url) => {
    const { fetch, sent } = outside();
    await expect(fetch(asked(url))).rejects.toMatchObject({ code: 'platform.address_refused' });
    expect(sent).toEqual([]);
  });

  it.each([['10.0.0.1'], ['127.0.0.1'], ['169.254.169.254'], ['::1'], ['fd00::1'], ['::ffff:192.168.0.1']])('a listed name that leads to %s', async (address) => {
    const { fetch, sent } = outside({ addresses: ['104.18.1.1', address] });
    await expect(fetch(asked('https://lab.sona-systems.com/'))).rejects.toThrow(address);
    expect(sent).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('no answer %d is followed', async (status) => {
    const { fetch, sent } = outside({ status });
    await expect(fetch(asked('https://lab.sona-systems.com/'))).rejects.toMatchObject({ code: 'platform.address_refused' });
    expect(sent).toHaveLength(1);
  });

  it('a name without an address is told', async () => {
    await expect(outside({ addresses: [] }).fetch(asked('https://lab.sona-systems.com/'))).rejects.toThrow('no address');
    const fetch = onlyListedHosts({ hosts: platformHosts, resolve: () => Promise.reject(new Error('ENOTFOUND')), send: () => Promise.reject(new Error('not reached')) });
    await expect(fetch(asked('https://lab.sona-systems.com/'))).rejects.toMatchObject({ code: 'platform.unreachable' });
  });
});
