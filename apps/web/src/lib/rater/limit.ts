/** How much of the time to answer is left at a moment, from 1 to 0. Times in ms, on one clock. */
export function shareLeft({ deadlineMs, limitMs, nowMs }: { readonly deadlineMs: number; readonly limitMs: number; readonly nowMs: number }): number {
  return Math.min(1, Math.max(0, (deadlineMs - nowMs) / limitMs));
}

/** The limit in words. */
export function limitText(limitMs: number): string {
  const seconds = Math.round(limitMs / 100) / 10;
  return seconds === 1 ? '1 second' : seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 6) / 10} minutes`;
}
