import { RecruitingError } from '../recruiting-error.ts';
import type { OutsideRequest, OutsideResponse } from '../clients/outside-fetch.ts';

/** What a stand-in does instead of, or after, what it was asked for. The first one that fits a request is used up by it. */
export interface Fault {
  readonly path: RegExp;
  readonly kind:
    | { readonly status: number; readonly retryAfter?: string; readonly body?: string }
    /** It happens all the same; only the answer is another. */
    | { readonly afterEffect: number | 'lost' };
}

export function response(status: number, json?: unknown, headers: Readonly<Record<string, string>> = {}): OutsideResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: json === undefined ? '' : JSON.stringify(json) };
}

/** Answers with the next fault that fits, or as `answer` does. */
export async function withFaults(faults: Fault[], request: OutsideRequest, answer: () => OutsideResponse): Promise<OutsideResponse> {
  const index = faults.findIndex(({ path }) => path.test(request.url));
  const [fault] = index === -1 ? [] : faults.splice(index, 1);
  if (fault === undefined) return answer();
  if ('status' in fault.kind) {
    const { status, retryAfter, body } = fault.kind;
    return { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: body ?? '' };
  }
  answer();
  if (fault.kind.afterEffect === 'lost') throw new RecruitingError('platform.unreachable', 'The answer was lost.');
  return response(fault.kind.afterEffect, { error: { status: fault.kind.afterEffect, title: 'Server error', detail: 'Something went wrong.' } });
}
