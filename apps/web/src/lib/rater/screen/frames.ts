/** Frames that are looked at: about two thirds of a second at 60 Hz. The first are left out: the page is still busy then. */
const lookedAt = 40;
const leftOut = 5;

/**
 * The time between two frames of a screen: the mean of those intervals that differ from their median by less than a quarter, so that a frame that
 * was dropped, or a tab that was hidden meanwhile, does not count, and neither do browsers' coarse clocks. In [1, 1000] ms.
 * @param atMs when frames began, in order; at least two
 * @throws RangeError for fewer
 */
export function frameMsOf(atMs: readonly number[]): number {
  const intervals = atMs.slice(1).map((at, i) => at - (atMs[i] ?? at)).sort((a, b) => a - b);
  const median = intervals[Math.floor((intervals.length - 1) / 2)];
  if (median === undefined) throw new RangeError(`${atMs.length} frames: at least two are needed to tell the time between them.`);
  const usual = intervals.filter((interval) => Math.abs(interval - median) <= median / 4);
  return Math.min(1000, Math.max(1, usual.reduce((sum, interval) => sum + interval, 0) / usual.length));
}

/** Watches frames of the screen. @param nextFrame resolves with the time at which the next frame begins, ms */
export async function measureFrameMs(nextFrame: () => Promise<number>): Promise<number> {
  for (let i = 0; i < leftOut; i++) await nextFrame();
  const atMs: number[] = [];
  while (atMs.length <= lookedAt) atMs.push(await nextFrame());
  return frameMsOf(atMs);
}

export interface WholeFrames {
  readonly frameCount: number;
  readonly plannedMs: number;
}

/** What a screen can show of a wanted time: the nearest whole number of its frames, one at least. */
export function wholeFrames(wantedMs: number, frameMs: number): WholeFrames {
  const frameCount = Math.max(1, Math.round(wantedMs / frameMs));
  return { frameCount, plannedMs: frameCount * frameMs };
}
