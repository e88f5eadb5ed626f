import { createRandom } from '@lookalike/random';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { configurationWith, makeStudy, sizesOf } from '../example-study.test-data.ts';
import { PresentedTrial, StudyConfiguration, planPracticeRound, planSession, presentTrial, taskOf, tasks, type Answer, type FrozenStudy, type PictureRef, type PlannedTrial, type TaskName, type TaskTrial } from '../index.ts';

const names = Object.keys(tasks) as TaskName[];
const addressOf = ({ trialIndex, round, slot }: PictureRef): string => `/pictures/${trialIndex}-${round}-${slot}`;

function studyOf(name: TaskName): FrozenStudy {
  const configuration = configurationWith(sizesOf({ perCondition: 12, catchCount: 3, practiceCount: 4 }), name);
  const study = makeStudy({ conditionCount: 2, targetCount: 40, configuration });
  const secret = (id: string): string => `secret-${id}`;
  return {
    ...study,
    conditions: study.conditions.map((condition) => ({ ...condition, conditionId: secret(condition.conditionId), name: secret(condition.name) })),
    stimuli: study.stimuli.map(({ iriId, conditionId, targetId, ...rest }) => ({
      ...rest, iriId: secret(iriId), conditionId: secret(conditionId), targetId: secret(targetId), originalHash: Buffer.from(`original ${targetId}`).toString('hex').padEnd(64, '0'),
    })),
  };
}

/** Everything that a browser may get: three sessions with two rounds of practice. */
function trialsOf(study: FrozenStudy): PlannedTrial[] {
  return [0, 1, 2].flatMap((planIndex) => {
    const plan = planSession(study, planIndex);
    return [...plan, ...[1, 2].flatMap((round) => planPracticeRound(study.configuration, plan, round))];
  });
}

/** What each task could be told of a trial's right answer, to be changed below. */
const secrets = { role: 'foil', items: [{ conditionId: 'another', targetId: 'another', iriId: 'another' }], alignedSide: 'neither', match: [], targetIds: ['another'], label: 'another' };

describe.each(names)('%s', (name) => {
  const study = studyOf(name);
  const { configuration } = study;
  const task = taskOf(configuration);
  const trials = trialsOf(study);

  it('has settings that pass their own schema, and a question and texts that fit a configuration', () => {
    expect(Value.Check(task.settings, task.defaults)).toBe(true);
    expect(Value.Check(task.settings, { ...task.defaults, more: '' })).toBe(false);
    expect(task.defaults.name).toBe(task.name);
    expect(Object.hasOwn(tasks, task.name)).toBe(true);
    expect(Value.Check(StudyConfiguration.properties.question, task.question)).toBe(true);
    expect(task.usualPerCondition % task.groupSize(task.defaults)).toBe(0);
    expect(task.issuesOfSettings(configuration.task)).toEqual([]);
  });

  it('tells a browser nothing of conditions, targets or IRIs, nor what counts', () => {
    for (const trial of trials) {
      const presented = presentTrial(configuration, trial, addressOf);
      expect(Value.Errors(PresentedTrial, presented)).toEqual([]);
      expect(JSON.stringify(presented)).not.toMatch(/secret|scored|catch/);
    }
  });

  it('shows the same whichever answer is right, and whatever the trial counts for', () => {
    for (const trial of trials) expect(presentTrial(configuration, { ...trial, ...secrets } as unknown as PlannedTrial, addressOf)).toEqual(presentTrial(configuration, trial, addressOf));
  });

  it('tells a browser nothing of which pictures are the same file: every trial of a session is the same text but for its place', () => {
    const plan = planSession(study, 0);
    for (const phase of ['practice', 'main'] as const) {
      const texts = plan.filter((trial) => trial.phase === phase).map((trial) => JSON.stringify(presentTrial(configuration, { ...trial, trialIndex: 0, blockIndex: 0 }, addressOf)));
      expect(new Set(texts).size).toBe(1);
    }
  });

  it('shows the same pictures in a scored trial, wherever the right one stands', () => {
    const [condition] = study.conditions;
    const stimuli = study.stimuli.filter(({ conditionId }) => conditionId === condition?.conditionId).slice(0, task.groupSize(configuration.task));
    const sets = Array.from({ length: 30 }, (_, turn) => {
      const trial = task.scored({ settings: configuration.task, study, stimuli, turn, rng: createRandom(`trial ${turn}`), sessionRng: createRandom(`session ${turn}`) });
      return task.present(trial).pictures.map(({ hash }) => hash).sort().join();
    });
    expect(new Set(sets).size).toBe(1);
  });

  it('gives a scored and a catch trial the same places', () => {
    const shapesOf = (role: string) => new Set(trials.filter((trial) => trial.role === role).map((trial) => task.present(trial).pictures.map(({ slot, group }) => `${slot} ${group}`).join()));
    expect(shapesOf('scored').size).toBe(1);
    expect(shapesOf('catch')).toEqual(shapesOf('scored'));
    expect(task.hasQuery).toBe([...shapesOf('scored')][0]?.includes(' query'));
  });

  it('has plans, judgements and presentations that are values: they survive JSON', () => {
    const plan = planSession(study, 0);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(planSession(study, 0)).toEqual(plan);
  });

  it('names the columns that only its trials fill, in words of the other columns', () => {
    for (const [column, { meaning, type }] of Object.entries(task.columns)) {
      expect(column).toMatch(/^[a-z][a-z0-9_]*$/);
      expect([meaning.length > 10, type.length > 0]).toEqual([true, true]);
    }
  });

  it('lets a simulated observer with a perfect distance decide rightly, from what a browser would get', async () => {
    // Pictures of one target are at distance 0, whatever network changed them; a seed is like nothing else.
    const targetOf = new Map(study.stimuli.flatMap(({ queryHash, targetHash, originalHash = '', targetId }) => [[queryHash, targetId], [targetHash, targetId], [originalHash, targetId]]));
    const sight = {
      distance: (first: string, second: string) => Promise.resolve((targetOf.get(first) ?? first) === (targetOf.get(second) ?? second) ? 0 : 1),
      labelled: (label: string) => study.stimuli.filter((stimulus) => stimulus.label === label).flatMap(({ originalHash }) => originalHash ?? []),
    };
    const rng = createRandom('observer');
    for (const trial of trials) {
      const answer: Answer = await task.observe(task.present(trial), sight, rng);
      expect(Value.Check(task.answer, answer)).toBe(true);
      expect(task.issueOf(trial, answer)).toBeUndefined();
      expect(task.placeOf(trial, answer)).toBeDefined();
      if (trial.role === 'scored') expect(task.judge(trial, answer).map(({ outcome }) => outcome)).toEqual(trial.items.map(() => 1));
      else expect(task.isRight(trial, answer)).toBe(true);
    }
  });

  it('scores only scored trials: one item for each IRI, outcomes in [0, 1]', async () => {
    const blind = { distance: () => Promise.resolve(1), labelled: () => [] };
    const rng = createRandom('guesses');
    for (const trial of trials) {
      for (const answer of [await task.observe(task.present(trial), blind, rng), null]) {
        const items = task.judge(trial, answer);
        expect(items.map(({ conditionId, targetId, iriId }) => ({ conditionId, targetId, iriId }))).toEqual(trial.items);
        for (const { outcome, chance, said } of items) {
          expect(outcome === undefined).toBe(trial.role !== 'scored' || answer === null);
          expect((chance === undefined) === (outcome === undefined) && said.length > 0).toBe(true);
        }
      }
    }
  });

  it('is right by chance as often as it says', async () => {
    const blind = { distance: () => Promise.resolve(1), labelled: () => [] };
    const rng = createRandom('chance');
    const scored = trials.filter(({ role }) => role === 'scored');
    const items = (await Promise.all(Array.from({ length: 20 }, () => scored).flat().map(async (trial: TaskTrial) => task.judge(trial, await task.observe(task.present(trial), blind, rng))))).flat();
    const chance = task.chance(configuration.task);
    expect(new Set(items.map((item) => item.chance))).toEqual(new Set([chance]));
    const mean = items.reduce((sum, { outcome = NaN }) => sum + outcome, 0) / items.length;
    // Six standard errors; outcomes of one matching trial depend on one another, hence its size.
    expect(Math.abs(mean - chance)).toBeLessThan(6 * Math.sqrt((chance * (1 - chance) * task.groupSize(configuration.task)) / items.length));
  });
});

it('takes answers of at most 2 kB, closed', () => {
  const largest: Readonly<Record<TaskName, Answer>> = { '2afc': { side: 'right' }, matching: { assignment: [5, 5, 5, 5, 5, 5] }, classification: { label: '\u0000'.repeat(60) } };
  const larger: Readonly<Record<TaskName, Answer>> = { '2afc': { side: 'right ' }, matching: { assignment: [5, 5, 5, 5, 5, 5, 5] }, classification: { label: 'x'.repeat(61) } };
  for (const name of names) {
    const { answer } = tasks[name];
    expect(Value.Check(answer, largest[name])).toBe(true);
    expect(JSON.stringify(largest[name]).length).toBeLessThanOrEqual(2048);
    expect([larger[name], { ...largest[name], more: '' }].map((value) => Value.Check(answer, value))).toEqual([false, false]);
  }
});
