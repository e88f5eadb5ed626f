import { createHmac } from 'node:crypto';
import type { OutsideFetch, OutsideRequest, OutsideResponse } from '../clients/outside-fetch.ts';
import { response, withFaults, type Fault } from './faults.ts';
import { prolificId, type StandInBonus, type StandInStudy, type StandInSubmission } from './prolific-state.ts';

export interface ProlificStandIn {
  readonly fetch: OutsideFetch;
  readonly token: string;
  readonly faults: Fault[];
  readonly studies: StandInStudy[];
  readonly submissions: StandInSubmission[];
  readonly bonuses: StandInBonus[];
  /** Method and path of every request so far. */
  readonly requests: string[];
  /** What was asked for and is done later: approvals and bonuses. */
  settle(): void;
  addStudy(more?: Partial<StandInStudy>): StandInStudy;
  addSubmission(more: Partial<StandInSubmission> & { readonly study: string }): StandInSubmission;
  /** A signed message about a submission, as it is sent to whoever subscribed. */
  message(submission: StandInSubmission, options?: { readonly eventId?: string; readonly secret?: string; readonly now?: Date }): { readonly headers: Record<string, string>; readonly body: string };
  /** Addresses that were subscribed and confirmed. */
  readonly listeners: readonly string[];
}

/** Prolific in memory, as strict as its description: unknown fields are refused, pages end with 404, what is done later is done by `settle`. */
export function prolificStandIn({ answersSubscriptionsWithList = false }: { readonly answersSubscriptionsWithList?: boolean } = {}): ProlificStandIn {
  const token = 'prolific-token-of-the-stand-in';
  const faults: Fault[] = [];
  const studies: StandInStudy[] = [];
  const submissions: StandInSubmission[] = [];
  const bonuses: StandInBonus[] = [];
  const requests: string[] = [];
  const later: (() => void)[] = [];
  let hookSecret = '';
  const subscriptions: { id: string; event_type: string; target_url: string; is_enabled: boolean; workspace_id: string; confirmed: boolean }[] = [];

  const routes: readonly (readonly [RegExp, (match: RegExpExecArray, request: OutsideRequest, url: URL) => OutsideResponse])[] = [
    [/^GET users\/me\/$/, () => response(200, { id: prolificId('user', 1), email: 'lab@university.example', name: 'A lab', currency_code: 'GBP', available_balance: 50_000 })],
    [/^GET studies\/(\w+)\/$/, ([, id]) => found(studies.find((study) => study.id === id), studyJson)],
    [/^GET studies\/(\w+)\/submissions\/counts\/$/, ([, id]) => response(200, counts(id!))],
    [/^GET submissions\/$/, (_match, _request, url) => list(url)],
    [/^GET submissions\/(\w+)\/$/, ([, id]) => found(submissions.find((each) => each.id === id), single)],
    [/^POST submissions\/(\w+)\/transition\/$/, ([, id], request) => transition(id!, request)],
    [/^POST submissions\/(\w+)\/request-return\/$/, ([, id], request) => requestReturn(id!, request)],
    [/^POST submissions\/bulk-approve\/$/, (_match, request) => bulkApprove(request)],
    [/^POST submissions\/bonus-payments\/$/, (_match, request) => setUpBonus(request)],
    [/^POST bulk-bonus-payments\/(\w+)\/pay\/$/, ([, id]) => pay(id!)],
    [/^POST hooks\/secrets\/$/, (_match, request) => strict(request, ['workspace_id'], ({ workspace_id }) => response(201, { id: 'secret', value: (hookSecret = 'hook-secret'), workspace_id }))],
    [/^POST hooks\/subscriptions\/$/, (_match, request) => subscribe(request)],
    [/^POST hooks\/subscriptions\/(\w+)\/$/, ([, id], request) => confirm(id!, request)],
    [/^DELETE hooks\/subscriptions\/(\w+)\/$/, ([, id]) => unsubscribe(id!)],
  ];

  function list(url: URL): OutsideResponse {
    const study = url.searchParams.get('study');
    // Without a study the whole account's come.
    const all = submissions.filter((each) => study === null || each.study === study).sort((a, b) => a.startedAt.localeCompare(b.startedAt) || a.id.localeCompare(b.id));
    const size = Number(url.searchParams.get('page_size') ?? 20);
    const page = Number(url.searchParams.get('page') ?? 1);
    const lastPage = Math.max(1, Math.ceil(all.length / size));
    if (page > lastPage) return fault(404, 'Invalid page.');
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const results = all.slice((page - 1) * size, page * size).map(({ id, participant, status, startedAt, completedAt, code, returnRequested }) => ({
      id, participant_id: participant, status, started_at: startedAt, completed_at: completedAt, study_code: code, return_requested: returnRequested, has_siblings: false, ip: '192.0.2.7', strata: { sex: 'x' },
    }));
    return response(200, { results, _links: { next: { href: page < lastPage ? next.href : null, title: 'Next' } }, meta: { count: all.length } });
  }

  function transition(id: string, request: OutsideRequest): OutsideResponse {
    return strict(request, ['action', 'message', 'rejection_category', 'completion_code'], ({ action, message, rejection_category }) => {
      const submission = submissions.find((each) => each.id === id);
      if (submission === undefined) return fault(404, 'Not found.');
      if (submission.status === 'ACTIVE' || submission.status === 'RESERVED') return fault(400, 'The submission is not awaiting review.');
      if (action === 'REJECT') {
        if (typeof message !== 'string' || message.length < 100) return fault(400, { message: ['At least 100 characters are needed.'] });
        if (typeof rejection_category !== 'string') return fault(400, { rejection_category: ['This field is required.'] });
        submission.status = 'REJECTED';
        submission.rejection = { message, category: rejection_category };
      } else if (action === 'APPROVE') submission.status = 'APPROVED';
      else return fault(400, `Unknown action ${String(action)}.`);
      return response(200, single(submission));
    });
  }

  function requestReturn(id: string, request: OutsideRequest): OutsideResponse {
    return strict(request, ['request_return_reasons'], () => {
      const submission = submissions.find((each) => each.id === id);
      if (submission === undefined) return fault(404, 'Not found.');
      submission.returnRequested = submission.startedAt;
      return response(200, { id, status: submission.status, participant: submission.participant, return_requested: submission.returnRequested });
    });
  }

  function bulkApprove(request: OutsideRequest): OutsideResponse {
    return strict(request, ['submission_ids', 'study_id', 'participant_ids'], ({ submission_ids }) => {
      if (!Array.isArray(submission_ids) || submission_ids.length > 1000) return fault(400, 'Up to 1000 submission_ids.');
      later.push(() => submissions.filter(({ id, status }) => submission_ids.includes(id) && status === 'AWAITING REVIEW').forEach((each) => (each.status = 'APPROVED')));
      return response(200, { message: 'The request to bulk approve has been made successfully.' });
    });
  }

  function setUpBonus(request: OutsideRequest): OutsideResponse {
    return strict(request, ['study_id', 'csv_bonuses'], ({ study_id, csv_bonuses }) => {
      const lines = String(csv_bonuses).split('\n').map((line) => line.split(','));
      const taking = submissions.filter(({ study }) => study === study_id);
      for (const [who, amount] of lines) {
        if (!taking.some(({ participant, id }) => participant === who || id === who)) return fault(400, `${who} has not taken part.`);
        if (!/^\d+(\.\d{1,2})?$/.test(amount ?? '')) return fault(400, `${amount} is no amount.`);
      }
      const bonus: StandInBonus = { id: prolificId('bonus', bonuses.length + 1), study: String(study_id), lines: lines.map(([participant, amount]) => ({ participant: participant!, amount: Math.round(Number(amount) * 100) })), paidTimes: 0 };
      bonuses.push(bonus);
      const amount = bonus.lines.reduce((sum, line) => sum + line.amount, 0);
      const fees = Math.round(amount / 3);
      const vat = Math.round(fees / 5);
      return response(201, { id: bonus.id, study: study_id, amount, fees, vat, total_amount: amount + fees + vat });
    });
  }

  function pay(id: string): OutsideResponse {
    const bonus = bonuses.find((each) => each.id === id);
    if (bonus === undefined) return fault(404, 'Not found.');
    bonus.paidTimes++;
    later.push(() => bonus.lines.forEach(({ participant, amount }) => submissions.find((each) => each.study === bonus.study && (each.participant === participant || each.id === participant))?.bonuses.push(amount)));
    return { status: 202, headers: {}, body: 'The bonus will be paid.' };
  }

  function subscribe(request: OutsideRequest): OutsideResponse {
    return strict(request, ['workspace_id', 'event_type', 'target_url'], ({ workspace_id, event_type, target_url }) => {
      const made = { id: prolificId('hook', subscriptions.length + 1), event_type: String(event_type), target_url: String(target_url), is_enabled: true, workspace_id: String(workspace_id), confirmed: false };
      subscriptions.push(made);
      const { confirmed: _, ...shown } = made;
      return response(201, answersSubscriptionsWithList ? [shown] : shown, { 'x-hook-secret': `proof-${made.id}` });
    });
  }

  function confirm(id: string, request: OutsideRequest): OutsideResponse {
    return strict(request, ['secret'], ({ secret }) => {
      const subscription = subscriptions.find((each) => each.id === id);
      if (subscription === undefined || secret !== `proof-${id}`) return fault(400, 'Wrong secret.');
      subscription.confirmed = true;
      return response(200, { id });
    });
  }

  function unsubscribe(id: string): OutsideResponse {
    const index = subscriptions.findIndex((each) => each.id === id);
    if (index === -1) return fault(404, 'Not found.');
    subscriptions.splice(index, 1);
    return { status: 204, headers: {}, body: '' };
  }

  function counts(study: string): Record<string, number> {
    const statuses = ['ACTIVE', 'APPROVED', 'AWAITING REVIEW', 'REJECTED', 'RESERVED', 'RETURNED', 'TIMED-OUT', 'PARTIALLY APPROVED', 'SCREENED OUT'];
    const taking = submissions.filter((each) => each.study === study);
    return { ...Object.fromEntries(statuses.map((status) => [status, taking.filter((each) => each.status === status).length])), TOTAL: taking.length };
  }

  return {
    token, faults, studies, submissions, bonuses, requests,
    get listeners() {
      return subscriptions.filter(({ confirmed, event_type }) => confirmed && event_type === 'submission.status.change').map(({ target_url }) => target_url);
    },
    fetch: async (request) => {
      const url = new URL(request.url);
      const path = `${request.method} ${url.pathname.replace('/api/v1/', '')}`;
      requests.push(path);
      return withFaults(faults, request, () => {
        if (request.headers['authorization'] !== `Token ${token}`) return fault(401, 'Invalid token.');
        for (const [pattern, answer] of routes) {
          const match = pattern.exec(path);
          if (match !== null) return answer(match, request, url);
        }
        return fault(404, 'Not found.');
      });
    },
    settle() {
      for (const effect of later.splice(0)) effect();
    },
    addStudy(more = {}) {
      const study: StandInStudy = { id: prolificId('study', studies.length + 1), name: 'Which picture?', status: 'ACTIVE', externalUrl: 'https://lab.example/s/link', reward: 150, places: 40, codes: [], ...more };
      studies.push(study);
      return study;
    },
    addSubmission(more) {
      const number = submissions.length + 1;
      const submission: StandInSubmission = { id: prolificId('sub', number), participant: prolificId('pid', number), status: 'ACTIVE', startedAt: new Date(Date.UTC(2026, 11, 1, 9, number)).toISOString(), completedAt: null, code: null, returnRequested: null, bonuses: [], ...more };
      submissions.push(submission);
      return submission;
    },
    message({ id, participant, status }, { eventId = `event-${id}-${status}`, secret = hookSecret, now = new Date(Date.UTC(2026, 11, 1, 10)) } = {}) {
      const body = JSON.stringify({ event_type: 'submission.status.change', resource_id: id, participant_id: participant, status });
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const signature = createHmac('sha256', secret).update(timestamp + body, 'utf8').digest('base64');
      return { headers: { 'x-prolific-request-timestamp': timestamp, 'x-prolific-request-signature': signature, 'x-event-id': eventId, 'content-type': 'application/json' }, body };
    },
  };
}

function studyJson({ id, name, status, externalUrl, reward, places, codes }: StandInStudy): unknown {
  return { id, name, status, external_study_url: externalUrl, reward, total_available_places: places, completion_codes: codes, estimated_completion_time: 10, maximum_allowed_time: 40, presentment_currency_code: 'GBP', workspace: 'workspace1' };
}

function single({ id, participant, study, status, startedAt, completedAt, code, bonuses, returnRequested }: StandInSubmission): unknown {
  return { id, participant, study_id: study, status, started_at: startedAt, completed_at: completedAt, entered_code: code, bonus_payments: bonuses, return_requested: returnRequested };
}

function fault(status: number, detail: unknown): OutsideResponse {
  return response(status, { error: { status, error_code: 140_000 + status, title: 'Bad request', detail, additional_information: '' } });
}

function found<T>(value: T | undefined, json: (value: T) => unknown): OutsideResponse {
  return value === undefined ? fault(404, 'Not found.') : response(200, json(value));
}

/** Refuses a body with a field that is not described. */
function strict(request: OutsideRequest, fields: readonly string[], answer: (body: Record<string, unknown>) => OutsideResponse): OutsideResponse {
  const body = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
  const unknown = Object.keys(body).filter((field) => !fields.includes(field));
  return unknown.length > 0 ? fault(400, Object.fromEntries(unknown.map((field) => [field, ['Unknown field.']]))) : answer(body);
}
