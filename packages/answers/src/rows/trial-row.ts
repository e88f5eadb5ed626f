import { factorColumnName, type Row, type TrialRow } from '@lookalike/dataset';
import { isTooFast, stimulusKey, taskOf, type Condition } from '@lookalike/study';
import type { JudgedSession, JudgedTrial } from '../judge-session.ts';
import type { RowContext } from '../study-facts.ts';
import { intendedTimes, isFrameOff } from './presentation-facts.ts';

/** One answered trial as a row of the table of trials. */
export function trialRow({ session, exclusionReasons }: JudgedSession, judged: JudgedTrial, context: RowContext): TrialRow & Row {
  const { trial, response, isRight } = judged;
  const { configuration } = context.study;
  // All items of a trial are of one condition.
  const condition = context.conditionOf.get(trial.items[0]?.conditionId ?? '');
  return {
    trial_id: response.responseId,
    study_id: context.id,
    study_version: context.version,
    configuration_hash: context.configurationHash,
    participant_id: session.participantId,
    session_id: session.id,
    block_index: trial.blockIndex,
    trial_index: trial.trialIndex,
    phase: trial.phase,
    round: trial.round,
    task: configuration.task.name,
    role: trial.role,
    condition_id: condition?.conditionId,
    condition_name: condition?.name,
    network_name: condition?.networkName,
    ...onlyItem(judged, context),
    is_right: isRight,
    response_time_ms: response.responseTimeMs,
    is_too_fast: isTooFast(response, configuration),
    presented_at: new Date(response.presentedAt),
    received_at: response.receivedAt,
    is_late: session.placeReleasedAt !== undefined && response.receivedAt > session.placeReleasedAt,
    focus_loss_count: response.focusLossCount,
    image_load_ms: response.imageLoadMs,
    viewport_width_px: response.viewportWidthPx,
    viewport_height_px: response.viewportHeightPx,
    device_pixel_ratio: response.devicePixelRatio,
    input_type: response.inputType,
    unreleased_key_count: response.unreleasedKeyCount,
    is_trusted: response.isTrusted,
    presentation_count: response.presentationCount,
    shown_size_css_px: response.shownSizeCssPx,
    device_px_per_image_px: response.devicePxPerImagePx,
    zoom: response.zoom,
    frame_ms: response.frameMs,
    ...intendedTimes(configuration.presentation),
    lead_planned_ms: response.leadPlannedMs,
    lead_shown_ms: response.leadShownMs,
    query_planned_ms: response.queryPlannedMs,
    query_shown_ms: response.queryShownMs,
    mask_planned_ms: response.maskPlannedMs,
    mask_shown_ms: response.maskShownMs,
    is_frame_off: isFrameOff(response),
    confidence: response.confidence,
    confidence_time_ms: response.confidenceTimeMs,
    is_excluded: exclusionReasons.length > 0,
    exclusion_reasons: exclusionReasons.length > 0 ? exclusionReasons.join(';') : undefined,
    is_test: session.kind === 'test',
    is_simulated: session.kind === 'simulated',
    app_version: session.appVersion,
    ...taskCells(judged, context),
    ...factorCells(condition),
  };
}

type ItemCells = Pick<TrialRow, 'iri_id' | 'target_id' | 'target_name' | 'target_label' | 'seed_hash' | 'outcome' | 'chance' | 'said' | 'representation_distance' | 'null_percentile'>;

/** What is said of the one IRI of a trial; empty where it shows none or several, which have rows of their own. */
function onlyItem({ items }: JudgedTrial, { stimulusOf, auditOf, targetNameOf }: RowContext): ItemCells {
  const item = items.length === 1 ? items[0] : undefined;
  const key = item?.conditionId === undefined ? undefined : stimulusKey({ conditionId: item.conditionId, targetId: item.targetId });
  const stimulus = key === undefined ? undefined : stimulusOf.get(key);
  const audit = key === undefined ? undefined : auditOf.get(key);
  return {
    iri_id: item?.iriId,
    target_id: item?.targetId,
    target_name: item === undefined ? undefined : targetNameOf.get(item.targetId),
    target_label: stimulus?.label,
    seed_hash: stimulus?.seedHash ?? undefined,
    outcome: item?.outcome,
    chance: item?.chance,
    said: item?.said,
    representation_distance: audit?.representationDistance,
    null_percentile: audit?.nullPercentile,
  };
}

function taskCells({ trial, response: { answer } }: JudgedTrial, { study: { configuration } }: RowContext): Row {
  return Object.fromEntries(Object.entries(taskOf(configuration).columns).map(([name, { valueOf }]) => [name, valueOf(trial, answer)]));
}

/** What a condition is in each of its factors. */
export function factorCells(condition: Condition | undefined): Row {
  return Object.fromEntries(Object.entries(condition?.factors ?? {}).map(([name, value]) => [factorColumnName(name), value]));
}
