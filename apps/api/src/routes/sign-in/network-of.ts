import { isIPv6 } from 'node:net';

/** What counts as one address: a customer has a /64 of IPv6 addresses to choose from, and they count as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length : 0;
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...tail.split(':')].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
