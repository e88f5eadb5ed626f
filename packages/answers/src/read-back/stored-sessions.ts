import type { Row, SessionRow, TrialRow } from '@lookalike/dataset';
import type { Ending } from '@lookalike/recruiting';
import { taskOf, type FrozenStudy, type SessionState } from '@lookalike/study';
import { excludedByHand } from '../judge-session.ts';
import type { SessionFacts, StoredResponse } from '../stored-session.ts';
import { ReadBackError } from './read-back-error.ts';

export interface ExportedSession {
  readonly session: SessionFacts;
  readonly responses: readonly StoredResponse[];
}

const stateOfEnding: Readonly<Record<Exclude<SessionRow['ending'], 'in_progress'>, SessionState>> = {
  completed: 'completed',
  failed_checks: 'completed',
  declined: 'no_consent',
  withdrawn: 'withdrawn',
  timed_out: 'timed_out',
  screened_out: 'screened_out',
  practice_not_passed: 'screened_out',
};

/**
 * Reads sessions and their answers back from the rows of a data set, in its order. Everything is as it was stored, but for what does not
 * leave: comments, and of who withdrew all but that somebody did.
 * @throws ReadBackError answers.session_missing for answers of a session that is not there
 */
export function storedSessions(study: FrozenStudy, { sessions, trials }: { readonly sessions: Iterable<SessionRow>; readonly trials: Iterable<TrialRow & Row> }): ExportedSession[] {
  const task = taskOf(study.configuration);
  const responsesOf = new Map<string, StoredResponse[]>();
  for (const row of trials) {
    const before = responsesOf.get(row.session_id) ?? [];
    before.push(storedResponse(row, task.answerFrom(row)));
    responsesOf.set(row.session_id, before);
  }
  const read = [...sessions].map((row): ExportedSession => {
    const responses = responsesOf.get(row.session_id) ?? [];
    responsesOf.delete(row.session_id);
    return { session: storedSession(row, responses.length > 0), responses };
  });
  const [stray] = responsesOf.keys();
  if (stray !== undefined) throw new ReadBackError('answers.session_missing', `The table of trials has answers of session ${stray}, which the table of sessions does not have.`);
  return read;
}

/** Before somebody began: only who withdrew has no time of entering, and nothing is made of theirs. */
const noTime = new Date(0);

function storedSession(row: SessionRow, hasAnswers: boolean): SessionFacts {
  return {
    id: row.session_id,
    participantId: row.participant_id ?? '',
    kind: row.kind,
    planIndex: row.plan_index ?? 0,
    state: stateOf(row, hasAnswers),
    ...(row.ending === 'in_progress' ? {} : { ending: endingOf(row.ending) }),
    excludedBecause: row.excluded_because ?? (row.exclusion_reasons?.split(';').includes(excludedByHand) === true ? '' : undefined),
    consentedAt: row.consented_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    placeReleasedAt: row.place_released_at,
    lastSeenAt: row.last_seen_at ?? noTime,
    createdAt: row.created_at ?? noTime,
    appVersion: row.app_version ?? '',
    screen: {
      ...(row.language !== undefined && { language: row.language }),
      ...(row.refresh_hz !== undefined && { refreshHz: row.refresh_hz }),
      ...(row.css_px_per_mm !== undefined && { cssPxPerMm: row.css_px_per_mm }),
    },
  };
}

/** Where a session under way stands, as far as its times tell: judging makes no difference between the rest. */
function stateOf({ ending, consented_at }: SessionRow, hasAnswers: boolean): SessionState {
  if (ending !== 'in_progress') return stateOfEnding[ending];
  if (hasAnswers) return 'in_progress';
  return consented_at === undefined ? 'assigned' : 'consented';
}

function endingOf(ending: Exclude<SessionRow['ending'], 'in_progress'>): Ending {
  return ending === 'declined' ? 'no_consent' : ending;
}

function storedResponse(row: TrialRow, answer: StoredResponse['answer']): StoredResponse {
  const measured = {
    unreleasedKeyCount: row.unreleased_key_count, isTrusted: row.is_trusted, presentationCount: row.presentation_count, shownSizeCssPx: row.shown_size_css_px, devicePxPerImagePx: row.device_px_per_image_px,
    zoom: row.zoom, frameMs: row.frame_ms, leadPlannedMs: row.lead_planned_ms, leadShownMs: row.lead_shown_ms, queryPlannedMs: row.query_planned_ms, queryShownMs: row.query_shown_ms,
    maskPlannedMs: row.mask_planned_ms, maskShownMs: row.mask_shown_ms, confidence: row.confidence, confidenceTimeMs: row.confidence_time_ms,
  };
  return {
    responseId: row.trial_id,
    sessionId: row.session_id,
    trialIndex: row.trial_index,
    round: row.round,
    answer,
    responseTimeMs: row.response_time_ms,
    presentedAt: row.presented_at.toISOString(),
    receivedAt: row.received_at,
    focusLossCount: row.focus_loss_count,
    viewportWidthPx: row.viewport_width_px,
    viewportHeightPx: row.viewport_height_px,
    devicePixelRatio: row.device_pixel_ratio,
    inputType: row.input_type,
    imageLoadMs: row.image_load_ms,
    // As in the store, what was not measured is not there.
    ...(Object.fromEntries(Object.entries(measured).filter(([, value]) => value !== undefined)) as { [Name in keyof typeof measured]?: NonNullable<(typeof measured)[Name]> }),
  };
}
