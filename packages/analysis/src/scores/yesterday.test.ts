import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readStimuli, readStudyConfiguration, type FrozenStudy, type SessionState } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { judgeSession, rememberedPlans, rowContext, trialRow, type JudgedSession, type RowContext, type RunFacts, type StoredResponse } from '@lookalike/answers';
import { studyResults } from './study-results.ts';

type Cells = Readonly<Record<string, string>>;
interface Results {
  readonly scores: readonly { readonly network: { readonly id: string }; readonly score: object; readonly distance: object; readonly acceptance: object }[];
  readonly comparisons: readonly { readonly difference: object }[];
  readonly quality: Readonly<Record<string, unknown>> & { readonly agreement: object };
}

/** A database as the code before conditions wrote it, with what that code exported. */
const { tables, expected } = JSON.parse(readFileSync(new URL('../../../../apps/api/fixtures/database-20261201.json', import.meta.url), 'utf8')) as {
  // Rows of a database: their columns are the code's of then.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, any>>[]>>;
  readonly expected: Readonly<Record<string, { readonly csv: string; readonly results: Results; readonly resultsOfSimulated: Results }>>;
};
const rowsOf = (table: string) => tables[table] ?? [];
const date = (text: string | null): Date | undefined => (text === null ? undefined : new Date(text));

function contextOf(studyId: string): RowContext {
  const row = rowsOf('study').find(({ id }) => id === studyId)!;
  const runs = rowsOf('study_run').filter(({ study_id }) => study_id === studyId).sort((a, b) => a.position - b.position).map(({ run_id }) => rowsOf('generation_run').find(({ id }) => id === run_id)!);
  const networkOf = (run: (typeof runs)[number]) => rowsOf('network').find(({ id }) => id === run.network_id)!;
  const study: FrozenStudy = {
    configuration: readStudyConfiguration(row.configuration),
    conditions: runs.map((run) => ({ conditionId: run.network_id, name: networkOf(run).name, networkName: networkOf(run).name, networkFileHash: networkOf(run).file_hash, factors: { layer: run.layer } })),
    stimuli: readStimuli(row.triplets),
  };
  const runFacts = (run: (typeof runs)[number]): RunFacts => ({
    network: { id: run.network_id, name: networkOf(run).name, fileHash: networkOf(run).file_hash, format: 'onnx', producer: '', inputHeightPx: 8, inputWidthPx: 8, parameterCount: 0, multiplyAddCount: 0, tags: {}, preprocessing: '' },
    layer: run.layer, configuration: run.configuration, preprocessing: run.preprocessing, totalCount: run.total_count, acceptedCount: run.accepted_count,
    iris: rowsOf('iri').filter(({ run_id }) => run_id === run.id).map((iri) => ({
      id: iri.id, targetId: iri.target_id, fileHash: iri.file_hash, targetFileHash: iri.target_file_hash, seedFileHash: iri.seed_file_hash, representationDistance: iri.representation_distance, unroundedDistance: iri.unrounded_distance,
      seedDistance: iri.seed_distance, nullPercentile: iri.null_percentile, accepted: iri.accepted, rejectionReason: iri.rejection_reason ?? undefined, stepCount: iri.step_count, durationMs: iri.duration_ms,
    })),
  });
  return rowContext({
    id: studyId, version: row.version, configurationHash: row.configuration_hash, places: row.configuration.maximumSessions, study,
    runs: new Map(runs.map((run) => [run.network_id, runFacts(run)])),
    elsewhere: new Map(),
    images: rowsOf('image').map((image) => ({ id: image.id, imageSetName: '', name: image.name, label: null, attribution: '', licence: '', source: '', fileHash: image.file_hash, widthPx: 8, heightPx: 8 })),
  });
}

function judgedSessions({ id: studyId, study }: RowContext): JudgedSession[] {
  const planOf = rememberedPlans(study);
  return rowsOf('rater_session').filter(({ study_id }) => study_id === studyId).map((row) => {
    const responses = rowsOf('response').filter(({ session_id }) => session_id === row.id).map((response): StoredResponse => ({
      responseId: response.id, sessionId: row.id, trialIndex: response.trial_index, round: response.round, answer: { side: response.chosen_side }, responseTimeMs: response.response_time_ms, presentedAt: response.presented_at,
      receivedAt: new Date(response.received_at), focusLossCount: response.focus_loss_count, viewportWidthPx: response.viewport_width_px, viewportHeightPx: response.viewport_height_px, devicePixelRatio: response.device_pixel_ratio,
      inputType: response.input_type, imageLoadMs: response.image_load_ms,
    }));
    return judgeSession(study, {
      id: row.id, participantId: row.participant_id, kind: row.kind, planIndex: row.plan_index, state: row.state as SessionState, consentedAt: date(row.consented_at), startedAt: date(row.started_at), completedAt: date(row.completed_at),
      placeReleasedAt: date(row.place_released_at), lastSeenAt: new Date(row.last_seen_at), createdAt: new Date(row.created_at), appVersion: row.app_version, screen: {},
    }, responses, planOf);
  });
}

const text = (value: unknown): string => (value === undefined ? '' : value instanceof Date ? value.toISOString() : String(value));

describe.each(Object.keys(expected))('study %s, launched before conditions were', (studyId) => {
  const context = contextOf(studyId);
  const sessions = judgedSessions(context);
  const { csv, results, resultsOfSimulated } = expected[studyId]!;

  it('has the judgements, sides and hashes of then in every row', () => {
    const before: readonly Cells[] = parse(csv, { columns: true, record_delimiter: '\r\n' });
    const now = new Map(sessions.flatMap((judged) => judged.trials.map((trial) => [trial.response.responseId, trialRow(judged, trial, context)] as const)));
    expect(now.size).toBe(before.length);
    expect(before.length).toBeGreaterThan(8);
    for (const cells of before) {
      const row = now.get(cells['row_id']!)!;
      const isCatch = row.role === 'catch' && row.phase === 'main';
      const told = {
        config_hash: row.configuration_hash, participant_id: row.participant_id, session_id: row.session_id, block_index: row.block_index, trial_index: row.trial_index, trial_type: row.role === 'scored' ? 'comparison' : row.role,
        phase: row.phase, practice_round: row.round, network_id: row.condition_id, network_name: row.network_name, layer: row['factor_layer'], iri_id: row.iri_id, target_id: row.target_id, target_name: row.target_name, seed_id: row.seed_hash,
        query_id: row['query_hash'], left_id: row['left_hash'], right_id: row['right_hash'], correct_side: row['aligned_side'], response: row['chosen_side'], chosen_id: row['chosen_hash'], aligned: row.outcome,
        is_catch: isCatch, catch_passed: isCatch ? row.is_right : undefined, excluded: row.is_excluded, exclusion_reasons: row.exclusion_reasons, representation_distance: row.representation_distance, null_percentile: row.null_percentile,
        rt_ms: row.response_time_ms, presented_at: row.presented_at, n_focus_loss: row.focus_loss_count, viewport_w_px: row.viewport_width_px, is_test: row.is_test, is_simulated: row.is_simulated,
      };
      expect(Object.fromEntries(Object.entries(told).map(([name, value]) => [name, text(value)]))).toEqual(Object.fromEntries(Object.keys(told).map((name) => [name, cells[name]])));
    }
  });

  it.each([
    ['people, flagged sessions included', 'person', true, results],
    ['simulated raters', 'simulated', false, resultsOfSimulated],
  ] as const)('has the scores, intervals and quality of then: %s', (_, kind, includesFlagged, then) => {
    const view = studyResults({ context, sessions: sessions.filter(({ session }) => session.kind === kind), includesFlagged, arePeople: false, method: 'bootstrap' });
    expect(view.scores.map(({ condition }) => condition.id)).toEqual(then.scores.map(({ network }) => network.id));
    for (const [index, { score, distance, acceptance }] of then.scores.entries()) expect(view.scores[index]).toMatchObject({ score, distance, acceptance });
    for (const [index, { difference }] of then.comparisons.entries()) expect(view.comparisons[index]).toMatchObject({ difference });
    expect(view.quality).toMatchObject(then.quality);
  });
});
