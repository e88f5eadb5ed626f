import { createHmac, timingSafeEqual } from 'node:crypto';

/** A message may be late by so much; later ones are repeated by somebody who recorded them. Prolific's own repetitions are signed anew. */
const longestDelayMs = 10 * 60_000;

export interface SignedMessage {
  /** Headers X-Prolific-Request-Timestamp and X-Prolific-Request-Signature. */
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** The body as it came: written again it would be other bytes. */
  readonly body: Uint8Array;
}

/** Whether Prolific wrote this, lately. @param secret of the workspace's hooks */
export function isFromProlific({ timestamp, signature, body }: SignedMessage, secret: string, now: Date): boolean {
  if (timestamp === undefined || signature === undefined) return false;
  const sentAt = momentOf(timestamp);
  if (sentAt === undefined || Math.abs(now.getTime() - sentAt) > longestDelayMs) return false;
  const expected = createHmac('sha256', secret).update(timestamp, 'utf8').update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Seconds or milliseconds since 1970, or a date. */
function momentOf(timestamp: string): number | undefined {
  const value = /^\d+(\.\d+)?$/.test(timestamp) ? Number(timestamp) : undefined;
  if (value !== undefined) return value < 1e11 ? value * 1000 : value;
  const parsed = Date.parse(timestamp);
  return Number.isNaN(parsed) ? undefined : parsed;
}
