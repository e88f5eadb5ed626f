import type { components } from '@lookalike/client';

export type Issue = components['schemas']['ProblemIssue'];

/** Why something did not work, in one shape for the whole web app, whether the API, a proxy or the network said so. */
export interface Fault {
  /** `undefined`: no answer came at all. */
  readonly status: number | undefined;
  /** The API's stable code; `undefined` when the answer was not the API's. */
  readonly code: string | undefined;
  /** What was wrong. */
  readonly message: string;
  readonly expected: string | undefined;
  /** What to do. */
  readonly fix: string | undefined;
  readonly issues: readonly Issue[];
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

const nothingMore = { expected: undefined, fix: undefined, issues: [], requestId: undefined, retryAfterMs: undefined } as const;

/** No answer: offline, a server that is down, or a time-out. */
export const noAnswer: Fault = {
  ...nothingMore,
  status: undefined,
  code: undefined,
  message: 'The server does not answer.',
  fix: 'Check the connection and try again. If you run the server yourself, see whether it is still up.',
};

/** Reads the body of an answer that is not a success. Anything that is not our problem+json becomes a fault without a code. */
export function faultOf({ status, body, retryAfterMs }: { readonly status: number; readonly body: unknown; readonly retryAfterMs?: number | undefined }): Fault {
  if (!isRecord(body) || typeof body['code'] !== 'string' || typeof body['detail'] !== 'string') {
    return {
      ...nothingMore,
      status,
      code: undefined,
      message: `Something between this page and Lookalike answered ${status}.`,
      fix: 'Try again in a moment. If it stays, look at the proxy or firewall in front of the server.',
      retryAfterMs,
    };
  }
  return {
    status,
    code: body['code'],
    message: body['detail'],
    expected: text(body['expected']),
    fix: text(body['fix']),
    issues: Array.isArray(body['issues']) ? body['issues'].filter(isIssue) : [],
    requestId: text(body['requestId']),
    retryAfterMs,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isIssue(value: unknown): value is Issue {
  return isRecord(value) && ['path', 'code', 'message', 'fix'].every((key) => typeof value[key] === 'string');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
