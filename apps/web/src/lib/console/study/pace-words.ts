import type { StudyPace } from '../../api/views.ts';
import { formatMoment, formatNumberOf, formatSeconds } from '../format.ts';

/** How fast people complete: "2.5 people an hour, over the last 6 h". */
export function paceSentence({ completionsPerHour, overHours }: Pick<StudyPace, 'completionsPerHour' | 'overHours'>): string {
  const over = `over the last ${formatSeconds(overHours * 3600)}`;
  if (completionsPerHour === 0) return `nobody ${over}`;
  return `${Number(completionsPerHour.toPrecision(2))} people an hour, ${over}`;
}

/** When all open places will be completed. */
export function forecastSentence({ completedCount, places, fullAt }: Pick<StudyPace, 'completedCount' | 'places' | 'fullAt'>, { isPaused, now }: { readonly isPaused: boolean; readonly now: Date }): string {
  if (completedCount >= places) return 'all open places are completed';
  if (isPaused) return 'not while it is paused';
  if (fullAt === null) return 'cannot be said yet';
  return `in ${formatSeconds((new Date(fullAt).getTime() - now.getTime()) / 1000)} at this pace (${formatMoment(fullAt)})`;
}

/** How many answers a condition has, and how evenly they lie: "120 answers, 9 to 11 a stimulus". */
export function balanceSentence({ answerCount, fewest, most }: Pick<StudyPace['balance'][number], 'answerCount' | 'fewest' | 'most'>): string {
  return `${formatNumberOf(answerCount, 'answer')}, ${fewest === most ? fewest : `${fewest} to ${most}`} a stimulus`;
}
