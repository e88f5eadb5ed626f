import { expect, it } from 'vitest';
import { hashPassword, isShortPassword, passwordMatches, randomPassword, unmatchableHash } from './password.ts';

it('a password matches its own hash only', async () => {
  const hash = await hashPassword('Grün 漢字 7');
  expect(await passwordMatches('Grün 漢字 7', hash)).toBe(true);
  // The same letters, composed otherwise by another keyboard.
  expect(await passwordMatches('Grün 漢字 7'.normalize('NFD'), hash)).toBe(true);
  expect(await passwordMatches('grün 漢字 7', hash)).toBe(false);
});

it('the parameters and a salt of its own stand in each hash', async () => {
  const [one, two] = [await hashPassword('same'), await hashPassword('same')];
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[A-Za-z0-9_-]{22}\$[A-Za-z0-9_-]{43}$/);
  expect(one).not.toBe(two);
});

it('a hash made with other parameters still counts', async () => {
  // scrypt("pleaseletmein", "SodiumChloride", N=16384, r=8, p=1) of RFC 7914, section 12, its first 32 bytes.
  const salt = Buffer.from('SodiumChloride').toString('base64url');
  const key = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString('base64url');
  expect(await passwordMatches('pleaseletmein', `scrypt$16384$8$1$${salt}$${key}`)).toBe(true);
});

it('a stored value of an unknown form is an error, not a wrong password', async () => {
  await expect(passwordMatches('x', 'plain')).rejects.toThrow(/unknown form/);
});

it('made-up passwords have 144 random bits', () => {
  expect(randomPassword()).toMatch(/^[A-Za-z0-9_-]{24}$/);
  expect(randomPassword()).not.toBe(randomPassword());
});

it('an account that does not exist has a hash like any other, which nothing matches', async () => {
  const form = (hash: string) => hash.replace(/[A-Za-z0-9_-]{22}\$[A-Za-z0-9_-]{43}$/, '…');
  expect(form(unmatchableHash())).toBe(form(await hashPassword('a')));
  expect(await passwordMatches('', unmatchableHash())).toBe(false);
});

it('12 characters are enough, however many bytes each has', () => {
  expect(isShortPassword('elevenchars')).toBe(true);
  expect(isShortPassword('twelve chars')).toBe(false);
  expect(isShortPassword('😀'.repeat(6))).toBe(true);
});
