import { RecruitingError } from '../recruiting-error.ts';
import type { OutsideFetch } from './outside-fetch.ts';
import { plainHttps } from './plain-https.ts';
import { sendToPublic, type SendTo } from './send-to-public.ts';

/** Opens https addresses that experimenters name: any host of the public internet, by its name and at the usual port. */
export function onlyPublicHosts(way: { resolve(host: string): Promise<readonly string[]>; readonly send: SendTo }): OutsideFetch {
  return async (request) => {
    if (!isPublicHttps(request.url)) {
      throw new RecruitingError('platform.address_refused', 'The server does not open this address. It opens https addresses by the name of their host, without a port, a user name and a password.');
    }
    return sendToPublic(way, request);
  };
}

/** Whether an address is one that the server may try: what its name leads to is checked when it is opened. */
function isPublicHttps(text: string): boolean {
  const url = plainHttps(text);
  return url !== undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(url.hostname);
}
