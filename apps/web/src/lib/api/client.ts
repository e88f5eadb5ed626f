import { createApiClient } from '@lookalike/client';
import { parseRetryAfterMs } from './retry.ts';
import { faultOf, noAnswer, type Fault } from './fault.ts';

/** What came of a request: a value, or why there is none. Never thrown, so no caller can forget the second. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** The API on this page's own origin, typed from its OpenAPI document. */
export const api = createApiClient({ baseUrl: '' });

/** Turns a request of {@link api} into a reply. */
export async function replyOf<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Reply<T>> {
  try {
    const { data, error, response } = await request;
    if (response.ok) return { ok: true, value: data as T }; // The types of the API say that a success has this body.
    return { ok: false, fault: faultOf({ status: response.status, body: error, retryAfterMs: parseRetryAfterMs(response.headers.get('retry-after')) }) };
  } catch {
    // fetch throws only when no answer came: offline, refused, aborted by the time limit.
    return { ok: false, fault: noAnswer };
  }
}

/** A form for the API's uploads. */
export function formData(parts: readonly (readonly [name: string, value: string | File])[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}
