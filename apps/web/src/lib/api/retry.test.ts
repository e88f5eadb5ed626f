import { describe, expect, it } from 'vitest';
import { backOffMs, parseRetryAfterMs, verdictOf } from './retry.ts';

describe('verdictOf', () => {
  it.each([undefined, 408, 425, 429, 500, 502, 503, 504])('status %s is tried again, whoever said it', (status) => {
    expect(verdictOf({ status, code: undefined })).toBe('retry');
    expect(verdictOf({ status, code: 'server.failed' })).toBe('retry');
  });
  it.each([401, 403, 404])('a %s is final from Lookalike and passing from anything in between', (status) => {
    expect(verdictOf({ status, code: 'rater.token_wrong' })).toBe('final');
    expect(verdictOf({ status, code: undefined })).toBe('retry');
  });
  it.each([400, 409, 413, 422])('status %s is final', (status) => {
    expect(verdictOf({ status, code: undefined })).toBe('final');
  });
});

describe('backOffMs', () => {
  it('doubles from half a second to twenty', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 60].map((attempt) => backOffMs({ attempt, chance: 0 }));
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });
  it('takes off at most half by chance', () => {
    expect(backOffMs({ attempt: 2, chance: 0.999 })).toBeCloseTo(500.5);
  });
  it('never waits less than the server asked for', () => {
    expect(backOffMs({ attempt: 1, chance: 0.5, retryAfterMs: 7000 })).toBe(7000);
  });
});

describe('parseRetryAfterMs', () => {
  it('reads seconds and ignores the rest', () => {
    expect(parseRetryAfterMs('3')).toBe(3000);
    expect(parseRetryAfterMs(null)).toBeUndefined();
    expect(parseRetryAfterMs('Wed, 21 Oct 2026 07:28:00 GMT')).toBeUndefined();
  });
});
