import { describe, expect, it } from 'vitest';
import { prolificStandIn } from '../../testing/index.ts';
import type { OutsideFetch } from '../outside-fetch.ts';
import { bonusLines, prolificClient, type ProlificClient } from './client.ts';
import { textOfFault } from './request.ts';

const reason = 'Both checks that asked for the left picture were answered with the right one, and every answer came within 150 ms.';

function start() {
  const prolific = prolificStandIn();
  const waits: number[] = [];
  const access = { fetch: prolific.fetch, token: prolific.token, sleep: async (ms: number) => void waits.push(ms), now: () => new Date(Date.UTC(2026, 11, 1, 10)) };
  const study = prolific.addStudy();
  return { prolific, study, waits, access, client: prolificClient(access) };
}

describe('reading', () => {
  it('who the token is of, and a wrong one', async () => {
    const { client, access } = start();
    expect(await client.account()).toEqual({ id: expect.any(String), email: 'lab@university.example', currency: 'GBP', availableBalance: 50_000 });
    await expect(prolificClient({ ...access, token: 'another' }).account()).rejects.toMatchObject({ code: 'platform.token_refused' });
  });

  it.each([0, 1, 20, 99, 100, 101, 200, 250])('%d submissions are read to the end, each once', async (count) => {
    const { client, prolific, study } = start();
    for (let i = 0; i < count; i++) prolific.addSubmission({ study: study.id });
    prolific.addSubmission({ study: prolific.addStudy().id });
    expect(new Set((await client.submissions(study.id)).map(({ id }) => id)).size).toBe(count);
  });

  it('nothing that identifies a participant is read besides their id', async () => {
    const { client, prolific, study } = start();
    prolific.addSubmission({ study: study.id, status: 'AWAITING REVIEW', code: 'DONE' });
    const [submission] = await client.submissions(study.id);
    expect(JSON.stringify(submission)).not.toMatch(/192\.0\.2|strata|sex/);
    expect(submission).toMatchObject({ status: 'AWAITING_REVIEW', enteredCode: 'DONE' });
  });

  it('a status that nobody knows is kept', async () => {
    const { client, prolific, study } = start();
    prolific.addSubmission({ study: study.id, status: 'Partially-Returned again' });
    expect((await client.submissions(study.id))[0]?.status).toBe('PARTIALLY_RETURNED_AGAIN');
  });

  it('a list whose next page is elsewhere is not followed', async () => {
    const { access } = start();
    const fetch: OutsideFetch = async () => ({ status: 200, headers: {}, body: JSON.stringify({ results: [{ id: 's', participant_id: 'p' }], _links: { next: { href: 'https://evil.example/api/v1/submissions/' } } }) });
    await expect(prolificClient({ ...access, fetch }).submissions('a')).rejects.toMatchObject({ code: 'platform.address_refused' });
  });

  it('a list without links is read by page numbers, until there is none', async () => {
    const { access } = start();
    const asked: string[] = [];
    const fetch: OutsideFetch = async ({ url }) => {
      asked.push(url);
      const page = Number(new URL(url).searchParams.get('page') ?? 1);
      return page > 2 ? { status: 404, headers: {}, body: '' } : { status: 200, headers: {}, body: JSON.stringify({ results: [{ id: `s${page}`, participant_id: 'p' }] }) };
    };
    expect(await prolificClient({ ...access, fetch }).submissions('a')).toHaveLength(2);
    expect(asked).toHaveLength(3);
  });
});

describe('a busy or failing platform', () => {
  it.each([
    ['without Retry-After', undefined, [1_000, 2_000]],
    ['with seconds', '7', [7_000, 7_000]],
    ['with a moment', 'Tue, 01 Dec 2026 10:00:30 GMT', [30_000, 30_000]],
  ])('is asked again later, %s', async (_, retryAfter, expected) => {
    const { client, prolific, waits } = start();
    const kind = { status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) };
    prolific.faults.push({ path: /users/, kind }, { path: /users/, kind });
    await client.account();
    expect(waits).toEqual(expected);
  });

  it('is left alone after half a minute, or where it wants a long pause', async () => {
    const { client, prolific, waits } = start();
    for (let i = 0; i < 6; i++) prolific.faults.push({ path: /users/, kind: { status: 503, body: '<html>Down for maintenance</html>' } });
    await expect(client.account()).rejects.toMatchObject({ code: 'platform.unreachable', message: expect.stringContaining('Down for maintenance') });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    prolific.faults.push({ path: /users/, kind: { status: 429, retryAfter: '3600' } });
    await expect(client.account()).rejects.toMatchObject({ code: 'platform.too_many', details: { retryAfterSeconds: 3600 } });
  });

});

describe('what moves a submission', () => {
  it.each([
    ['an approval', /bulk-approve/, (client: ProlificClient, id: string) => client.approveAll([id])],
    ['asking to return', /request-return/, (client: ProlificClient, id: string) => client.askToReturn(id, 'You chose not to take part.')],
    ['a rejection', /transition/, (client: ProlificClient, id: string) => client.reject(id, { category: 'FAILED_CHECK', message: reason, ending: 'failed_checks' })],
  ])('%s whose answer was lost is not sent again', async (_, path, act) => {
    for (const afterEffect of [500, 'lost'] as const) {
      const { client, prolific, study } = start();
      const { id } = prolific.addSubmission({ study: study.id, status: 'AWAITING REVIEW' });
      prolific.faults.push({ path, kind: { afterEffect } });
      await expect(act(client, id)).rejects.toMatchObject({ code: 'platform.unreachable' });
      expect(prolific.requests.filter((each) => path.test(each))).toHaveLength(1);
    }
  });

  it('more than a thousand are approved in several requests', async () => {
    const { client, prolific } = start();
    await client.approveAll(Array.from({ length: 1001 }, (_, i) => `s${i}`));
    expect(prolific.requests.filter((path) => path.includes('bulk-approve'))).toHaveLength(2);
  });

  it('a return is asked for', async () => {
    const { client, prolific, study } = start();
    const { id } = prolific.addSubmission({ study: study.id });
    await client.askToReturn(id, 'You chose not to take part.');
    expect((await client.submission(id)).returnRequested).toBeDefined();
  });

  it('a rejection inside the policy is sent, others never leave', async () => {
    const { client, prolific, study } = start();
    const submission = prolific.addSubmission({ study: study.id, status: 'AWAITING REVIEW' });
    for (const unfit of [{ message: 'Too bad.', ending: 'failed_checks' }, { message: reason, ending: 'practice_not_passed' }, { message: reason, ending: undefined }] as const) {
      await expect(client.reject(submission.id, { category: 'FAILED_CHECK', ...unfit })).rejects.toMatchObject({ code: 'platform.rejection_unfit' });
    }
    expect(prolific.requests).toEqual([]);
    await client.reject(submission.id, { category: 'FAILED_CHECK', message: reason, ending: 'failed_checks' });
    expect(submission.rejection).toEqual({ category: 'FAILED_CHECK', message: reason });
  });

  it('what Prolific refuses is told in its words', async () => {
    const { client, prolific, study } = start();
    const { id } = prolific.addSubmission({ study: study.id });
    await expect(client.reject(id, { category: 'NO_DATA', message: reason, ending: undefined })).rejects.toMatchObject({ code: 'platform.refused', message: expect.stringContaining('not awaiting review') });
  });
});

describe('bonuses', () => {
  it('are set up, say what they come to, and are paid later', async () => {
    const { client, prolific, study } = start();
    const { participant, id } = prolific.addSubmission({ study: study.id, status: 'APPROVED' });
    const setUp = await client.setUpBonuses(study.id, [{ to: participant, amount: 105 }]);
    expect(setUp).toEqual({ id: expect.any(String), amount: 105, fees: 35, vat: 7, total: 147 });
    await client.payBonuses(setUp.id);
    expect((await client.submission(id)).bonuses).toEqual([]);
    prolific.settle();
    expect((await client.submission(id)).bonuses).toEqual([105]);
  });

  it.each([{ afterEffect: 500 }, { afterEffect: 'lost' }, { afterEffect: 504 }] as const)('a payment whose answer is $afterEffect is never made again', async (kind) => {
    const { client, prolific, study } = start();
    const { participant } = prolific.addSubmission({ study: study.id, status: 'APPROVED' });
    const setUp = await client.setUpBonuses(study.id, [{ to: participant, amount: 105 }]);
    prolific.faults.push({ path: /pay/, kind });
    await expect(client.payBonuses(setUp.id)).rejects.toMatchObject({ code: 'platform.unreachable' });
    expect(prolific.bonuses[0]?.paidTimes).toBe(1);
  });

  it('nobody who did not take part, and no amount that is none', async () => {
    const { client, study } = start();
    await expect(client.setUpBonuses(study.id, [{ to: 'abc', amount: 100 }])).rejects.toMatchObject({ code: 'platform.refused' });
    expect(bonusLines([{ to: 'a', amount: 5 }, { to: 'b', amount: 3000 }])).toBe('a,0.05\nb,30.00');
    expect(() => bonusLines([{ to: 'a', amount: 1.5 }])).toThrow(RangeError);
    expect(() => bonusLines([{ to: 'a', amount: -100 }])).toThrow(RangeError);
    expect(() => bonusLines([{ to: 'a,9\nb', amount: 100 }])).toThrow(RangeError);
  });
});

it.each([
  ['{"error":{"title":"Bad request","detail":"No."}}', 'Bad request; No.'],
  ['{"error":{"detail":["One","Two"]}}', 'One; Two.'],
  ['{"error":{"detail":{"reward":["Too low","Odd"]}}}', 'reward: Too low, Odd.'],
  ['{"message":"Oops","detail":"Gone"}', 'Gone.'],
  ['{"detail":"Gone"}', 'Gone.'],
  ['<html><body>Bad   gateway</body></html>', 'Bad gateway.'],
  ['', 'it gave no reason.'],
])('the fault %s is told', (body, told) => {
  expect(textOfFault(body)).toBe(told);
});
