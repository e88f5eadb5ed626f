import type { SessionRow } from '@lookalike/dataset';
import type { SessionState } from '@lookalike/study';
import type { JudgedSession } from '../judge-session.ts';
import { medianOf } from '../summary.ts';
import { mainTrials } from '../scored-items.ts';
import type { RowContext } from '../study-facts.ts';

const endingOfState: Readonly<Record<SessionState, SessionRow['ending']>> = {
  assigned: 'in_progress',
  consented: 'in_progress',
  in_progress: 'in_progress',
  all_acknowledged: 'in_progress',
  completed: 'completed',
  no_consent: 'declined',
  withdrawn: 'withdrawn',
  timed_out: 'timed_out',
  screened_out: 'screened_out',
};

/** Its own ending where one is stored; else what the state says. */
function endingOf({ state, ending }: JudgedSession['session']): SessionRow['ending'] {
  return ending === 'failed_checks' || ending === 'practice_not_passed' ? ending : endingOfState[state];
}

/** A session as a row of the table of sessions. Of who withdrew, only that. */
export function sessionRow(judged: JudgedSession, { id: study_id }: Pick<RowContext, 'id'>): SessionRow {
  const { session, exclusionReasons } = judged;
  const row = { session_id: session.id, study_id, ending: endingOf(session), kind: session.kind };
  return session.state === 'withdrawn' ? { ...nothing, ...row } : { ...row, ...contentOf(judged), exclusion_reasons: exclusionReasons.length > 0 ? exclusionReasons.join(';') : undefined };
}

type Content = Omit<SessionRow, 'session_id' | 'study_id' | 'ending' | 'kind'>;

const nothing: { readonly [Name in keyof Content]: undefined } = {
  participant_id: undefined, plan_index: undefined, answer_count: undefined, main_answer_count: undefined, practice_round_count: undefined, catch_count: undefined,
  catch_right_count: undefined, median_response_time_ms: undefined, is_excluded: undefined, exclusion_reasons: undefined, excluded_because: undefined, created_at: undefined, consented_at: undefined,
  started_at: undefined, completed_at: undefined, place_released_at: undefined, last_seen_at: undefined, language: undefined, refresh_hz: undefined, css_px_per_mm: undefined, app_version: undefined,
};

function contentOf(judged: JudgedSession): Omit<Content, 'exclusion_reasons'> {
  const { session, trials, exclusionReasons } = judged;
  const main = mainTrials(judged);
  const catches = main.filter(({ trial }) => trial.role === 'catch');
  return {
    participant_id: session.participantId,
    plan_index: session.planIndex,
    answer_count: trials.length,
    main_answer_count: main.length,
    practice_round_count: new Set(trials.filter(({ trial }) => trial.phase === 'practice').map(({ trial }) => trial.round)).size,
    catch_count: catches.length,
    catch_right_count: catches.filter(({ isRight }) => isRight === true).length,
    median_response_time_ms: medianOf(main.map(({ response }) => response.responseTimeMs)),
    is_excluded: exclusionReasons.length > 0,
    excluded_because: session.excludedBecause,
    created_at: session.createdAt,
    consented_at: session.consentedAt,
    started_at: session.startedAt,
    completed_at: session.completedAt,
    place_released_at: session.placeReleasedAt,
    last_seen_at: session.lastSeenAt,
    language: session.screen.language,
    refresh_hz: session.screen.refreshHz,
    css_px_per_mm: session.screen.cssPxPerMm,
    app_version: session.appVersion,
  };
}
