/** Networks that are no part of the public internet. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const notPublicV4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only global unicast is public, without what it holds of IPv4 and for documents. @see https://www.iana.org/assignments/iana-ipv6-special-registry */
const globalV6 = ['2000::', 3] as const;
const notPublicV6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const dotted = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Whether an IP address, as text, is one of the public internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  if (dotted.test(address)) return isPublicV4(bitsOfV4(address));
  // Written in hexadecimal groups, whatever form it came in.
  const url = `http://[${address}]/`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  const bits = bitsOfV6(hostname.slice(1, -1));
  const inside = embeddedV4(bits);
  if (inside !== undefined) return isPublicV4(inside);
  return isWithin(bits, bitsOfV6(globalV6[0]), 128 - globalV6[1]) && !notPublicV6.some(([network, length]) => isWithin(bits, bitsOfV6(network), 128 - length));
}

function isPublicV4(bits: bigint): boolean {
  return !notPublicV4.some(([network, length]) => isWithin(bits, bitsOfV4(network), 32 - length));
}

/** @param hostBits how many bits at the end are not the network's */
function isWithin(address: bigint, network: bigint, hostBits: number): boolean {
  return address >> BigInt(hostBits) === network >> BigInt(hostBits);
}

function bitsOfV4(address: string): bigint {
  return address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function bitsOfV6(address: string): bigint {
  const [left, right] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const groups = [...(left ?? []), ...(right === undefined ? [] : [...Array<string>(8 - (left?.length ?? 0) - right.length).fill('0'), ...right])];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** ::ffff:a.b.c.d and 64:ff9b::a.b.c.d reach the IPv4 address that is in them. */
function embeddedV4(bits: bigint): bigint | undefined {
  const network = bits >> 32n;
  return network === 0xffffn || network === bitsOfV6('64:ff9b::') >> 32n ? bits & 0xffffffffn : undefined;
}
