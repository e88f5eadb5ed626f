import { RecruitingError } from '../recruiting-error.ts';
import type { OutsideRequest, OutsideResponse } from './outside-fetch.ts';
import { isPublicAddress } from './public-address.ts';

/** Sends to one address of a host, and to no other: what was checked is what is reached. It follows no redirect. */
export type SendTo = (request: OutsideRequest, address: string) => Promise<OutsideResponse>;

/** Sends to a host that is on the public internet, and follows no answer that leads elsewhere. Whether the host may be asked at all is the caller's to say. */
export async function sendToPublic({ resolve, send }: { resolve(host: string): Promise<readonly string[]>; readonly send: SendTo }, request: OutsideRequest): Promise<OutsideResponse> {
  const { hostname } = new URL(request.url);
  const addresses = await resolve(hostname).catch((error: unknown) => {
    throw new RecruitingError('platform.unreachable', `${hostname} has no address that can be found. Check the server’s connection and its name service.`, { host: hostname }, { cause: error });
  });
  const inside = addresses.filter((address) => !isPublicAddress(address));
  const [address] = addresses;
  if (address === undefined || inside.length > 0) {
    throw new RecruitingError('platform.address_refused', `${hostname} leads to ${inside.join(', ') || 'no address'}, which is not on the public internet. The server opens no address of private networks.`, { host: hostname });
  }
  const response = await send(request, address);
  if (response.status >= 300 && response.status < 400) {
    throw new RecruitingError('platform.address_refused', `${hostname} leads elsewhere (status ${response.status}). The server follows no redirects.`, { host: hostname, status: response.status });
  }
  return response;
}
