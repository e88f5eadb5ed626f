import { expect, it } from 'vitest';
import { startTestApp } from '../testing/test-app.ts';

/** Where the log says that a request came from, that came through these addresses. */
async function addressOf(trustProxy: false | number | readonly string[], forwardedFor: string): Promise<string> {
  const test = await startTestApp({ trustProxy });
  try {
    await test.app.inject({ method: 'POST', url: '/api/sign-in', payload: { email: 'nobody@x', password: 'x' }, remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': forwardedFor } });
    return (await test.store.prisma.auditEntry.findFirstOrThrow()).address;
  } finally {
    await test.close();
  }
}

it('what a sender says of its address counts only where a trusted proxy says it', async () => {
  expect(await addressOf(false, '203.0.113.7')).toBe('10.0.0.1');
  expect(await addressOf(1, 'invented, 203.0.113.7')).toBe('203.0.113.7');
  expect(await addressOf(2, 'invented, 203.0.113.7, 10.0.0.2')).toBe('203.0.113.7');
  expect(await addressOf(['10.0.0.0/8'], 'invented, 203.0.113.7, 10.0.0.2')).toBe('203.0.113.7');
  expect(await addressOf(['192.168.0.1'], '203.0.113.7')).toBe('10.0.0.1');
});
