const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** A service that ran this long counts as healthy: its next crash starts from the first delay again. */
const healthyAfterMs = 60_000;

/**
 * How long to wait before a crashed service is started again: 0.5 s, doubled for each crash in a row up to 30 s.
 * @param previousDelayMs the delay before the start that has just crashed; undefined for the first crash
 * @param uptimeMs how long the service ran
 */
export function restartDelayMs(previousDelayMs: number | undefined, uptimeMs: number): number {
  if (previousDelayMs === undefined || uptimeMs >= healthyAfterMs) return firstDelayMs;
  return Math.min(previousDelayMs * 2, longestDelayMs);
}
