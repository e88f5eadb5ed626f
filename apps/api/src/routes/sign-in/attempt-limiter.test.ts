import { expect, it } from 'vitest';
import { AttemptLimiter } from './attempt-limiter.ts';

const limits = { perAccountAndAddress: 3, perAddress: 8, windowMs: 60_000 };

function limiter(): { limiter: AttemptLimiter; pass: (ms: number) => void } {
  let now = 1_000_000;
  return { limiter: new AttemptLimiter(() => new Date(now), limits), pass: (ms) => void (now += ms) };
}

it('three wrong passwords from one address, then a wait that ends', () => {
  const { limiter: guard, pass } = limiter();
  for (let attempt = 0; attempt < 3; attempt++) {
    expect(guard.waitSeconds('a@b', '10.0.0.1')).toBe(0);
    guard.countAttempt('a@b', '10.0.0.1');
  }
  expect(guard.waitSeconds('A@B', '10.0.0.1')).toBe(60);
  pass(59_000);
  expect(guard.waitSeconds('a@b', '10.0.0.1')).toBe(1);
  pass(1000);
  expect(guard.waitSeconds('a@b', '10.0.0.1')).toBe(0);
});

it('wrong passwords from elsewhere lock nobody out', () => {
  const { limiter: guard } = limiter();
  for (let attempt = 0; attempt < 50; attempt++) guard.countAttempt('a@b', `10.0.1.${attempt % 5}`);
  expect(guard.waitSeconds('a@b', '10.0.0.1')).toBe(0);
});

it('one address cannot try many accounts', () => {
  const { limiter: guard } = limiter();
  for (let account = 0; account < 8; account++) guard.countAttempt(`${account}@b`, '10.0.0.1');
  expect(guard.waitSeconds('new@b', '10.0.0.1')).toBe(60);
});

it('all IPv6 addresses of one customer count as one', () => {
  const { limiter: guard } = limiter();
  for (const address of ['2001:db8:0:1::1', '2001:db8::1:2:3:4:5', '2001:0db8:0000:0001:9:9:9:9']) guard.countAttempt('a@b', address);
  expect(guard.waitSeconds('a@b', '2001:db8:0:1:ffff::')).toBe(60);
  expect(guard.waitSeconds('a@b', '2001:db8:0:2::1')).toBe(0);
});

it('a right password clears what stood against the account', () => {
  const { limiter: guard } = limiter();
  for (let attempt = 0; attempt < 3; attempt++) guard.countAttempt('a@b', '10.0.0.1');
  guard.forgive('a@b', '10.0.0.1');
  expect(guard.waitSeconds('a@b', '10.0.0.1')).toBe(0);
});
