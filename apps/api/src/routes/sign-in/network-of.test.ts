import { expect, it } from 'vitest';
import { networkOf } from './network-of.ts';

it('all IPv6 addresses of one customer count as one', () => {
  for (const address of ['2001:db8:0:1::1', '2001:db8::1:2:3:4:5', '2001:0db8:0000:0001:9:9:9:9', '2001:db8:0:1:ffff::']) expect(networkOf(address)).toBe('2001:db8:0:1');
  expect(networkOf('2001:db8:0:2::1')).not.toBe('2001:db8:0:1');
});

it('an IPv4 address counts by itself, however it is written', () => {
  expect(networkOf('10.0.0.1')).toBe('10.0.0.1');
  expect(networkOf('::ffff:10.0.0.1')).toBe('::ffff:10.0.0.1');
});
