import type { RaterSessionRecord } from '@lookalike/store';

/** From the consent to the end, or to the last sign of life; undefined without consent. */
export function minutesOf({ consentedAt, endedAt, lastSeenAt }: Pick<RaterSessionRecord, 'consentedAt' | 'endedAt' | 'lastSeenAt'>): number | undefined {
  if (consentedAt === undefined) return undefined;
  return Math.round(Math.max(0, (endedAt ?? lastSeenAt).getTime() - consentedAt.getTime()) / 6000) / 10;
}
