/** Whose word on a sender's address counts: nobody's, that of the last so many proxies, or that of these addresses. */
export type TrustProxy = false | number | readonly string[];

const byte = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
// Everybody's word (0.0.0.0/0) would let any sender choose its address.
const ipv4 = `(?:${byte}\\.){3}${byte}(?:/(?:[1-9]|[12]\\d|3[0-2]))?`;
// Its groups are checked by the server when it starts; here it is told from a name.
const ipv6 = '[0-9a-fA-F:]*:[0-9a-fA-F:]*(?:/(?:[1-9]|[1-9]\\d|1[01]\\d|12[0-8]))?';
const one = `(?:${ipv4}|${ipv6}|loopback|linklocal|uniquelocal)`;

/** One to ten proxies, or a list of addresses, networks, and Fastify's names for private ones. */
export const trustProxyPattern = `^(?:[1-9]|10|${one}(?:\\s*,\\s*${one})*)$`;

/** @param text that matches `trustProxyPattern` */
export function readTrustProxy(text: string | undefined): TrustProxy {
  if (text === undefined) return false;
  return /^\d+$/.test(text) ? Number(text) : text.split(',').map((part) => part.trim());
}
