import { expect, it } from 'vitest';
import { onlyPublicHosts } from './public-hosts.ts';

function outside({ addresses = ['104.18.1.1'], status = 200 }: { addresses?: string[]; status?: number } = {}) {
  const sent: string[] = [];
  const fetch = onlyPublicHosts({ resolve: async () => addresses, send: async ({ url }, address) => (sent.push(`${url} ${address}`), { status, headers: {}, body: '' }) });
  return { sent, open: (url: string) => fetch({ method: 'POST', url, headers: {}, body: '{}' }) };
}

it('opens any host of the public internet, at the address that was checked', async () => {
  const { sent, open } = outside();
  await open('https://hooks.lab.example/alerts?room=1');
  expect(sent).toEqual(['https://hooks.lab.example/alerts?room=1 104.18.1.1']);
});

it.each(['http://lab.example/', 'https://lab.example:8443/', 'https://me@lab.example/', 'https://localhost/', 'https://127.0.0.1/', 'https://0x7f.1/', 'https://[::1]/', 'file:///etc/passwd', 'nonsense'])('never %s', async (url) => {
  const { sent, open } = outside();
  await expect(open(url)).rejects.toMatchObject({ code: 'platform.address_refused' });
  expect(sent).toEqual([]);
});

it.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', 'fd00::1'])('never a name that leads to %s', async (address) => {
  const { sent, open } = outside({ addresses: ['104.18.1.1', address] });
  await expect(open('https://lab.example/')).rejects.toThrow(address);
  expect(sent).toEqual([]);
});

it('follows nothing', async () => {
  await expect(outside({ status: 307 }).open('https://lab.example/')).rejects.toMatchObject({ code: 'platform.address_refused' });
});
