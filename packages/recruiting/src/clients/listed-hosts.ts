import { RecruitingError } from '../recruiting-error.ts';
import type { OutsideFetch } from './outside-fetch.ts';
import { plainHttps } from './plain-https.ts';
import { sendToPublic, type SendTo } from './send-to-public.ts';

/** Hosts of the platforms. `*.` stands for one name before it. */
export const platformHosts: readonly string[] = ['api.prolific.com', '*.sona-systems.com'];

export interface ListedHosts {
  readonly hosts: readonly string[];
  /** All IP addresses of a host. */
  resolve(host: string): Promise<readonly string[]>;
  readonly send: SendTo;
}

/** Opens https addresses of the listed hosts only, never ones of private networks, whatever their name says; an answer that leads elsewhere is refused. */
export function onlyListedHosts({ hosts, resolve, send }: ListedHosts): OutsideFetch {
  return async (request) => {
    requireListed(request.url, hosts);
    return sendToPublic({ resolve, send }, request);
  };
}

function requireListed(text: string, hosts: readonly string[]): void {
  const url = plainHttps(text);
  if (url !== undefined && hosts.some((host) => matches(url.hostname, host))) return;
  const { protocol, host } = URL.canParse(text) ? new URL(text) : { protocol: undefined, host: undefined };
  throw new RecruitingError('platform.address_refused', `The server does not open ${protocol === undefined ? 'what is no address' : `${protocol}//${host}`}. It opens https addresses of ${hosts.join(', ')}.`, { hosts });
}

function matches(hostname: string, host: string): boolean {
  if (!host.startsWith('*.')) return hostname === host;
  const rest = host.slice(1);
  return hostname.endsWith(rest) && /^[a-z0-9-]+$/.test(hostname.slice(0, -rest.length));
}
