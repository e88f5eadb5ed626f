import { tablesOf } from '@lookalike/dataset';
import { plannedCounts, planSession, ResponseSubmission, tasks, type TaskName } from '@lookalike/study';
import { describe, expect, it } from 'vitest';
import { columnOfProperty, snakeCase } from './column-names.ts';
import { exampleContext, exampleStudy, observedSession, responseTo, sessionWith } from './example-answers.test-data.ts';
import { judgeSession, rowContext, tableShapeOf, trialRow } from './index.ts';
import { cellsOf, csvTables } from './tables.test-data.ts';

describe('names of columns', () => {
  const columns = Object.keys(tablesOf({ taskColumns: {}, factorNames: [] }).trials.columns);

  it('are those of the code in snake case, but for the exceptions that are listed', () => {
    const wanted = Object.keys(ResponseSubmission.properties).map((property) => (property in columnOfProperty ? columnOfProperty[property]!.column : snakeCase(property)));
    expect(wanted.filter((name) => name !== null && !columns.includes(name))).toEqual([]);
    expect(Object.keys(columnOfProperty).filter((property) => !(property in ResponseSubmission.properties) || columns.includes(snakeCase(property)))).toEqual([]);
  });

  it.each(Object.values(tasks))('of $name take no name that every trial has', ({ columns: own }) => {
    expect(Object.keys(own).filter((name) => columns.includes(name) || name !== snakeCase(name))).toEqual([]);
  });
});

describe.each<TaskName>(['2afc', 'matching', 'classification'])('the tables of %s', (name) => {
  const study = exampleStudy(name);
  const context = exampleContext(study);

  it('hold every answered trial, every item, and only values that their columns allow', async () => {
    const sessions = [await observedSession(study, { id: 'x' }), await observedSession(study, { id: 'y', planIndex: 1, kind: 'simulated' })];
    const tables = await csvTables(sessions, context);
    const trials = cellsOf(tables.trials);
    const items = cellsOf(tables.items);
    expect(trials).toHaveLength(sessions.flatMap((judged) => judged.trials).length);
    expect(items).toHaveLength(sessions.flatMap((judged) => judged.trials.flatMap((trial) => trial.items)).length);
    expect(new Set(trials.map(({ trial_id }) => trial_id)).size).toBe(trials.length);
    const scored = trials.find(({ role, condition_id }) => role === 'scored' && condition_id === 'condition-a')!;
    expect(scored).toMatchObject({ task: name, condition_name: 'A, standard', network_name: 'standard', factor_layer: 'features', factor_seed_kind: 'super-noise', factor_loss: '', is_right: '', confidence: '4', frame_ms: '16', lead_intended_ms: '' });
    const own = items.filter(({ trial_id }) => trial_id === scored['trial_id']);
    if (own.length === 1) expect(own[0]).toMatchObject({ outcome: scored['outcome'], said: scored['said'], iri_id: scored['iri_id'], target_label: scored['target_label'] });
    else expect([scored['outcome'], scored['iri_id'], own.length]).toEqual(['', '', 3]);
    expect(trials.filter(({ role, phase }) => role === 'catch' && phase === 'main').map(({ is_right }) => is_right)).toEqual(['true', 'true']);
    // A condition's name that a spreadsheet would run is guarded.
    expect(trials.map(({ condition_name }) => condition_name)).toContain("'=B");
  });

  it('name every IRI of every condition, rejected ones too, with how often plans show it', async () => {
    const { stimuli, conditions, networks, images } = await csvTables([], context);
    const rows = cellsOf(stimuli);
    expect(rows.map(({ condition_id, is_shown, is_accepted, rejection_reason }) => [condition_id, is_shown, is_accepted, rejection_reason]).filter(([, shown]) => shown === 'false')).toEqual([['condition-a', 'false', 'false', 'distance']]);
    expect(rows).toHaveLength(37);
    const planned = [...plannedCounts(study, context.places).values()].reduce((sum, count) => sum + count, 0);
    expect(rows.reduce((sum, { planned_count }) => sum + Number(planned_count), 0)).toBe(planned);
    expect(planned).toBe(4 * 3 * 6);
    expect(cellsOf(conditions).map(({ name: condition, reference, shown_count, factor_loss }) => [condition, reference, shown_count, factor_loss])).toEqual([['A, standard', '', '12', ''], ["'=B", '', '12', 'adversarial'], ['Originals', 'original', '12', '']]);
    expect(cellsOf(networks).map(({ name: network }) => network)).toEqual(['standard', 'robust']);
    const targets = new Set(cellsOf(images).map(({ target_id }) => target_id));
    expect(rows.filter(({ target_id }) => !targets.has(target_id ?? ''))).toEqual([]);
    expect(cellsOf(images)[0]).toMatchObject({ attribution: 'Ada', licence: 'CC0', source: '', label: 'bird' });
  });
});

it('stimuli made elsewhere have the distances that their network says, and names of their targets', async () => {
  const study = exampleStudy('2afc');
  const facts = exampleContext(study);
  const targets = study.stimuli.filter(({ conditionId }) => conditionId === 'condition-b');
  const elsewhere = new Map([['condition-b', targets.map(({ targetId }, index) => ({ targetFileHash: targetId, targetName: `made-${index}.png`, representationDistance: index === 0 ? undefined : 0.5, nullPercentile: index === 0 ? undefined : 0.1 }))]]);
  const context = rowContext({ ...facts, runs: new Map(), images: [], elsewhere });
  const rows = cellsOf((await csvTables([], context)).stimuli).filter(({ condition_id }) => condition_id === 'condition-b');
  expect(rows.slice(0, 2).map(({ target_name, representation_distance, null_percentile, is_accepted, unrounded_distance }) => [target_name, representation_distance, null_percentile, is_accepted, unrounded_distance])).toEqual([['made-0.png', '', '', 'true', ''], ['made-1.png', '0.5', '0.1', 'true', '']]);
  expect([...context.auditOf.values()].map(({ representationDistance }) => representationDistance)).toContain(0.5);
});

describe('the table of sessions', () => {
  const study = exampleStudy('2afc');
  const context = exampleContext(study);

  it('has everybody who entered, with how it ended', async () => {
    const states = ['assigned', 'consented', 'in_progress', 'all_acknowledged', 'completed', 'no_consent', 'withdrawn', 'timed_out'] as const;
    const { sessions } = await csvTables(states.map((state) => judgeSession(study, sessionWith({ id: state, state }), [])), context);
    expect(cellsOf(sessions).map(({ ending }) => ending)).toEqual(['in_progress', 'in_progress', 'in_progress', 'in_progress', 'completed', 'declined', 'withdrawn', 'timed_out']);
  });

  it('says of who withdrew nothing but that', async () => {
    const { sessions } = await csvTables([judgeSession(study, sessionWith({ id: 's', state: 'withdrawn' }), [])], context);
    expect(Object.entries(cellsOf(sessions)[0]!).filter(([, cell]) => cell !== '')).toEqual([['session_id', 's'], ['study_id', 'study-1'], ['ending', 'withdrawn'], ['kind', 'person']]);
  });

  it('counts answers, catch trials and rounds of practice', async () => {
    const { sessions } = await csvTables([await observedSession(study, { id: 'x' })], context);
    expect(cellsOf(sessions)[0]).toMatchObject({ answer_count: '21', main_answer_count: '19', practice_round_count: '1', catch_count: '1', catch_right_count: '1', median_response_time_ms: '1711', is_excluded: 'false', language: 'en', refresh_hz: '' });
  });
});

it('comments are in the table of comments and in no other', async () => {
  const study = exampleStudy('2afc');
  const tables = await csvTables([await observedSession(study, { id: 'x' })], exampleContext(study));
  expect(Object.entries(tables).filter(([, text]) => text.includes('A comment')).map(([name]) => name)).toEqual(['comments']);
  expect(cellsOf(tables.comments)).toMatchObject([{ trial_id: 'x/3/0', comment: 'A comment, "quoted"' }]);
});

describe('how a trial was shown', () => {
  const base = exampleStudy('2afc');
  const study = { ...base, configuration: { ...base.configuration, presentation: { ...base.configuration.presentation, order: 'brief-query' as const, queryMs: 300, maskMs: 300 } } };
  const rowWith = (change: object) => {
    const session = sessionWith({ id: 's' });
    const [trial] = planSession(study, 0);
    const judged = judgeSession(study, session, [responseTo(trial!, session, { side: 'left' }, change)]);
    return trialRow(judged, judged.trials[0]!, exampleContext(study));
  };

  it('says what was intended, planned and shown', () => {
    expect(rowWith({})).toMatchObject({ lead_intended_ms: undefined, query_intended_ms: 300, query_planned_ms: 304, query_shown_ms: 304, mask_intended_ms: 300, is_frame_off: false });
  });

  it('flags what was shown for more than half a frame longer or shorter than planned', () => {
    expect(rowWith({ queryShownMs: 312 })['is_frame_off']).toBe(false);
    expect(rowWith({ queryShownMs: 312.5 })['is_frame_off']).toBe(true);
    expect(rowWith({ maskShownMs: 288 })['is_frame_off']).toBe(true);
    expect(rowWith({ frameMs: undefined })['is_frame_off']).toBeUndefined();
  });

  it('has the columns of the task and of the factors of this study', () => {
    const { trials } = tablesOf(tableShapeOf(study));
    expect(Object.keys(rowWith({})).filter((name) => !(name in trials.columns))).toEqual([]);
  });
});
