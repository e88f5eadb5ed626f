/** Hours that are looked back, at most. A study that was launched later is counted from then, but over half an hour at least. */
export const longestLookBack = 6;
const shortestLookBack = 0.5;
const hourMs = 3_600_000;

export interface Progress {
  /** People who completed in the last `longestLookBack` hours. */
  readonly recentCount: number;
  readonly completedCount: number;
  /** Places that are open. */
  readonly places: number;
  /** Whether anybody new is let in. */
  readonly isOpen: boolean;
  readonly launchedAt: Date;
  readonly now: Date;
}

export interface Forecast {
  readonly completionsPerHour: number;
  /** Hours that were looked back. */
  readonly overHours: number;
  /** When all open places will be completed at this pace; undefined where they are, or nobody comes. */
  readonly fullAt: Date | undefined;
}

/** How fast people complete a study, and when it will be full if they go on like this. */
export function forecast({ recentCount, completedCount, places, isOpen, launchedAt, now }: Progress): Forecast {
  const overHours = Math.min(longestLookBack, Math.max(shortestLookBack, (now.getTime() - launchedAt.getTime()) / hourMs));
  const completionsPerHour = recentCount / overHours;
  const missing = places - completedCount;
  const isComing = isOpen && missing > 0 && completionsPerHour > 0;
  return { completionsPerHour, overHours, fullAt: isComing ? new Date(now.getTime() + (missing / completionsPerHour) * hourMs) : undefined };
}
