import type { TrialRow } from '@lookalike/dataset';
import type { IriRecord, StudyRunRecord } from '@lookalike/store';
import type { IriConfiguration } from '@lookalike/iri';
import type { StudyConfiguration } from '@lookalike/study';
import type { AnsweredTrial, JudgedSession } from '../results/judged-session.ts';

/** What rows say of a study besides its sessions. */
export interface RowContext {
  readonly study: { readonly id: string; readonly version: number; readonly configuration: StudyConfiguration; readonly configurationHash: string };
  /** By the IRI's id. */
  readonly iris: ReadonlyMap<string, { readonly iri: IriRecord; readonly run: StudyRunRecord }>;
}

/** One presented trial as a row of the data set. */
export function toTrialRow({ record, exclusionReasons }: JudgedSession, { trial, response }: AnsweredTrial, { study, iris }: RowContext): TrialRow {
  const shown = trial.triplet === undefined ? undefined : iris.get(trial.triplet.iriId);
  const configuration = shown?.run.configuration as IriConfiguration | undefined; // Checked when the run was started.
  const isCatch = trial.kind === 'catch' && trial.phase === 'main';
  const choseAligned = response.chosenSide === trial.alignedSide;
  return {
    row_id: response.responseId,
    study_id: study.id,
    study_version: study.version,
    config_hash: study.configurationHash,
    participant_id: record.participantId,
    session_id: record.id,
    block_index: trial.blockIndex,
    trial_index: trial.trialIndex,
    trial_type: trial.kind,
    phase: trial.phase,
    practice_round: trial.round,
    network_id: shown?.run.networkId,
    network_name: shown?.run.networkName,
    layer: shown?.run.layer,
    objective: configuration?.objective.kind,
    seed_kind: configuration?.seedImage.kind,
    iri_id: shown?.iri.id,
    target_id: shown?.iri.targetId,
    target_name: shown?.iri.targetName,
    seed_id: shown?.iri.seedFileHash,
    query_id: trial.queryHash,
    left_id: trial.leftHash,
    right_id: trial.rightHash,
    correct_side: trial.alignedSide,
    response: response.chosenSide,
    chosen_id: response.chosenSide === 'left' ? trial.leftHash : trial.rightHash,
    aligned: trial.kind === 'comparison' ? (choseAligned ? 1 : 0) : undefined,
    rt_ms: response.responseTimeMs,
    presented_at: new Date(response.presentedAt),
    n_focus_loss: response.focusLossCount,
    image_load_ms: response.imageLoadMs,
    viewport_w_px: response.viewportWidthPx,
    viewport_h_px: response.viewportHeightPx,
    device_pixel_ratio: response.devicePixelRatio,
    input_type: response.inputType,
    is_catch: isCatch,
    catch_passed: isCatch ? choseAligned : undefined,
    excluded: exclusionReasons.length > 0,
    exclusion_reasons: exclusionReasons.length > 0 ? exclusionReasons.join(';') : undefined,
    representation_distance: shown?.iri.representationDistance,
    null_percentile: shown?.iri.nullPercentile,
    is_test: record.kind === 'test',
    is_simulated: record.kind === 'simulated',
    app_version: record.appVersion,
  };
}
