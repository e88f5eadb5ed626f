import { RecruitingError } from '../../recruiting-error.ts';
import type { OutsideFetch, OutsideRequest, OutsideResponse } from '../outside-fetch.ts';
import { sendPatiently, type Waiting } from '../patiently.ts';

/** Its host without `www`; the old `.co` one is gone. */
export const prolificApi = 'https://api.prolific.com/api/v1/';

export interface ProlificAccess extends Waiting {
  readonly fetch: OutsideFetch;
  /** Has all rights of the account, and never expires. */
  readonly token: string;
}

export interface ProlificRequest {
  readonly method: OutsideRequest['method'];
  /** Below /api/v1/, with the slash at its end; or an address that Prolific gave, on its host. */
  readonly path: string;
  readonly body?: unknown;
  /** Whether it may be sent again after an answer that was lost. Reading may. */
  readonly mayRepeat: boolean;
}

export interface ProlificReply {
  readonly status: number;
  readonly headers: OutsideResponse['headers'];
  readonly json: unknown;
}

/** Statuses that the caller handles itself. */
type Expected = readonly number[];

/** @throws RecruitingError platform.token_refused, platform.refused, platform.too_many, platform.unreachable */
export async function askProlific(access: ProlificAccess, { method, path, body, mayRepeat }: ProlificRequest, expected: Expected = []): Promise<ProlificReply> {
  const url = new URL(path, prolificApi);
  if (url.origin !== new URL(prolificApi).origin) throw new RecruitingError('platform.address_refused', `Prolific led to ${url.origin}; its answers are read from its own host only.`, { origin: url.origin });
  const request: OutsideRequest = {
    method,
    url: url.href,
    headers: { authorization: `Token ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = mayRepeat ? await sendPatiently(access.fetch, request, access) : await access.fetch(request);
  if ((response.status >= 200 && response.status < 300) || expected.includes(response.status)) return { status: response.status, headers: response.headers, json: parsed(response.body) };
  throw refusal(response);
}

function parsed(body: string): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // Some answers of success are plain text; what must be an object is checked where it is read.
  }
}

function refusal({ status, body }: OutsideResponse): RecruitingError {
  const said = textOfFault(body);
  const details = { status, said };
  if (status === 401 || status === 403) return new RecruitingError('platform.token_refused', `Prolific does not take the token for this: ${said} Make a new one under Settings, API tokens, and save it here.`, details);
  if (status === 429) return new RecruitingError('platform.too_many', 'Prolific takes no more requests for now. Try again in a minute.', details);
  if (status >= 500) return new RecruitingError('platform.unreachable', `Prolific failed (status ${status}): ${said}`, details);
  return new RecruitingError('platform.refused', `Prolific refused (status ${status}): ${said}`, details);
}

const longestText = 500;

/** Prolific's faults have several forms; whatever has text is told. */
export function textOfFault(body: string): string {
  const json = parsed(body);
  const object = isObject(json) && isObject(json['error']) ? json['error'] : json;
  const texts = isObject(object) ? [...textsOf(object['title']), ...textsOf(object['detail'] ?? object['message'])] : textsOf(object);
  const text = texts.length > 0 ? texts.join('; ') : body.replaceAll(/<[^>]*>|\s+/g, ' ').trim();
  return text === '' ? 'it gave no reason.' : `${text.slice(0, longestText)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (isObject(value)) return Object.entries(value).map(([field, texts]) => `${field}: ${textsOf(texts).join(', ')}`);
  return [];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
