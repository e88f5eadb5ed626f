import { describe, expect, it } from 'vitest';
import { prolificStandIn } from '../../testing/index.ts';
import { endHooks, subscribeHooks } from './hooks.ts';
import { isFromProlific } from './webhook.ts';

const now = new Date(Date.UTC(2026, 11, 1, 10));

async function start(answersSubscriptionsWithList = false) {
  const prolific = prolificStandIn({ answersSubscriptionsWithList });
  const access = { fetch: prolific.fetch, token: prolific.token, sleep: async () => undefined, now: () => now };
  const hooks = await subscribeHooks(access, { workspaceId: 'w', targetUrl: 'https://lab.example/api/hooks/prolific/1' });
  const submission = prolific.addSubmission({ study: prolific.addStudy().id, status: 'AWAITING REVIEW' });
  const check = ({ headers, body }: { headers: Record<string, string>; body: string | Uint8Array }, at = now) =>
    isFromProlific({ timestamp: headers['x-prolific-request-timestamp'], signature: headers['x-prolific-request-signature'], body: Buffer.from(body) }, hooks.secret, at);
  return { prolific, access, hooks, submission, check };
}

describe('messages of Prolific', () => {
  it.each([false, true])('are subscribed and confirmed, the answer being a list: %s', async (asList) => {
    const { prolific, access, hooks } = await start(asList);
    expect(prolific.listeners).toEqual(['https://lab.example/api/hooks/prolific/1']);
    await endHooks(access, [...hooks.subscriptionIds, 'gone']);
    expect(prolific.listeners).toEqual([]);
  });

  it('a signed one is known, whatever else was changed is not', async () => {
    const { prolific, submission, check } = await start();
    const message = prolific.message(submission);
    expect(check(message)).toBe(true);
    expect(check({ ...message, body: `${message.body} ` })).toBe(false);
    expect(check({ ...message, headers: { ...message.headers, 'x-prolific-request-timestamp': String(now.getTime() / 1000 + 1) } })).toBe(false);
    expect(check({ ...message, headers: { ...message.headers, 'x-prolific-request-signature': 'AAAA' } })).toBe(false);
    expect(check({ ...message, headers: {} })).toBe(false);
    expect(check(prolific.message(submission, { secret: 'another' }))).toBe(false);
  });

  it('an old one is no longer taken', async () => {
    const { prolific, submission, check } = await start();
    const message = prolific.message(submission);
    expect(check(message, new Date(now.getTime() + 9 * 60_000))).toBe(true);
    expect(check(message, new Date(now.getTime() + 11 * 60_000))).toBe(false);
  });
});
