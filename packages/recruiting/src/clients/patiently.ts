import { RecruitingError } from '../recruiting-error.ts';
import type { OutsideFetch, OutsideRequest, OutsideResponse } from './outside-fetch.ts';

export interface Waiting {
  sleep(ms: number): Promise<void>;
  now(): Date;
}

/** Waits before each further attempt where the platform does not say for how long. Together half a minute. */
const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000] as const;
/** A platform that wants a longer pause is asked again by the next round, not by this one. */
const longestWaitMs = 60_000;

/**
 * Sends what may be sent twice, again and again while the platform is busy (429) or failing (5xx, no answer).
 * @throws RecruitingError platform.too_many, platform.unreachable when it stays so
 */
export async function sendPatiently(fetch: OutsideFetch, request: OutsideRequest, { sleep, now }: Waiting): Promise<OutsideResponse> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await fetch(request).catch((error: unknown) => {
      if (error instanceof RecruitingError && error.code === 'platform.unreachable') return error;
      throw error;
    });
    const isBusy = !(outcome instanceof RecruitingError) && outcome.status === 429;
    if (!(outcome instanceof RecruitingError) && !isBusy && outcome.status < 500) return outcome;
    const wished = outcome instanceof RecruitingError ? undefined : retryAfterMs(outcome.headers['retry-after'], now());
    const waitMs = wished ?? waitsMs[attempt];
    if (attempt >= waitsMs.length || waitMs === undefined || waitMs > longestWaitMs) {
      if (outcome instanceof RecruitingError) throw outcome;
      if (isBusy) throw new RecruitingError('platform.too_many', `The platform takes no more requests for now. Try again in ${Math.ceil((wished ?? longestWaitMs) / 1000)} s.`, { retryAfterSeconds: Math.ceil((wished ?? longestWaitMs) / 1000) });
      return outcome;
    }
    await sleep(waitMs);
  }
}

/** Retry-After is a number of seconds or a moment. */
function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now.getTime());
}
