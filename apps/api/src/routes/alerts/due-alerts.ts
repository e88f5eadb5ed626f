import { openPlaces, type StudyOperation } from '@lookalike/study';
import type { RecentEnding, StudyAlertRecord } from '@lookalike/store';

/** Sessions that a share is counted over, at most. */
const window = 20;
/** With fewer than this a share says nothing. */
const fewest = 5;
/** Shares from which on somebody should look. */
const timedOutShare = 0.5;
const failingShare = 0.5;

export interface WatchedStudy {
  readonly operation: Pick<StudyOperation, 'places' | 'pilotPlaces' | 'isPaused'>;
  /** People who completed. */
  readonly completedCount: number;
  /** People's sessions that are over; who entered last comes first. */
  readonly recent: readonly RecentEnding[];
  /** Alerts that the study has. */
  readonly raised: readonly Pick<StudyAlertRecord, 'kind' | 'facts' | 'seenAt'>[];
}

export interface DueAlert {
  readonly kind: 'pilot_full' | 'quota_reached' | 'many_timed_out' | 'checks_failing';
  readonly facts: Readonly<Record<string, number>>;
}

export interface Due {
  readonly alerts: readonly DueAlert[];
  /** Nobody new is to be let in: the pilot is over. */
  readonly pauses: boolean;
}

/**
 * What the sessions of a study say by now that its experimenter should know. Places that are all completed are told once
 * for each number of places; shares are counted over who ended since somebody last looked.
 */
export function dueAlerts({ operation, completedCount, recent, raised }: WatchedStudy): Due {
  const factsOf = (kind: DueAlert['kind']) => raised.find((alert) => alert.kind === kind)?.facts;
  const open = openPlaces(operation);
  const isFull = completedCount >= open;
  const isPilot = open < operation.places;
  const pilotFull = isFull && isPilot && factsOf('pilot_full')?.['places'] !== open;
  const quotaReached = isFull && !isPilot && factsOf('quota_reached')?.['places'] !== open;
  const unseen = (kind: DueAlert['kind']): readonly RecentEnding[] => {
    const since = raised.find((alert) => alert.kind === kind)?.seenAt;
    return since === undefined ? recent : recent.filter(({ endedAt }) => endedAt > since);
  };
  return {
    alerts: [
      ...(pilotFull ? [{ kind: 'pilot_full', facts: { places: open, completed: completedCount } } as const] : []),
      ...(quotaReached ? [{ kind: 'quota_reached', facts: { places: open, completed: completedCount } } as const] : []),
      ...tooMany('many_timed_out', unseen('many_timed_out'), ({ ending }) => ending === 'timed_out', timedOutShare),
      ...tooMany('checks_failing', unseen('checks_failing').filter(cameToTheEnd), failsRules, failingShare),
    ],
    pauses: pilotFull && !operation.isPaused,
  };
}

function cameToTheEnd({ ending }: RecentEnding): boolean {
  return ending === 'completed' || ending === 'failed_checks';
}

function failsRules({ ending, flagCount }: RecentEnding): boolean {
  return ending === 'failed_checks' || flagCount > 0;
}

function tooMany(kind: DueAlert['kind'], sessions: readonly RecentEnding[], isAffected: (session: RecentEnding) => boolean, share: number): readonly DueAlert[] {
  const last = sessions.slice(0, window);
  const affected = last.filter(isAffected).length;
  return last.length >= fewest && affected / last.length >= share ? [{ kind, facts: { affected, recent: last.length } }] : [];
}
