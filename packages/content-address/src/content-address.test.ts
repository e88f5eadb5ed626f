import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { hashOfJson, sha256Hex } from './sha256.ts';

it('names bytes by their SHA-256 (FIPS 180-2, appendix B.1)', () => {
  expect(sha256Hex(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('gives equal values equal text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, 'é'], a: undefined, A: null })).toBe('{"A":null,"b":[1,"é"]}');
  expect(hashOfJson({ x: 1, y: 2 })).toBe(hashOfJson({ y: 2, x: 1 }));
});

it('refuses what JSON cannot hold', () => {
  expect(() => canonicalJson({ weight: Number.NaN })).toThrow(/finite/);
  expect(() => canonicalJson(() => 1)).toThrow(/function/);
});
