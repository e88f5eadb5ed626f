import { expect, it } from 'vitest';
import type { IriConfiguration } from '../api/views.ts';
import { fitOptimiser, fromRunDraft, toRunDraft } from './run-draft.ts';

const base: Omit<IriConfiguration, 'optimiser'> = {
  objective: { kind: 'regularizer-free' }, seedImage: { kind: 'super-noise' }, stopping: { maximumSteps: 400, targetDistance: 0.01 }, straightThroughLastRelu: true,
  gate: { maximumDistance: 0.2, maximumNullPercentile: 0.01 }, nullPairCount: 500, batchSize: 32, randomSeed: 'run-1',
};

it.each<IriConfiguration['optimiser']>([
  { kind: 'normalised-gradient', stepSize: 1, halvingInterval: 50 },
  { kind: 'normalised-gradient', stepSize: 1 },
  { kind: 'adam', learningRate: 0.05, finalLearningRate: 0.001 },
  { kind: 'adam', learningRate: 0.05 },
  { kind: 'lbfgs', memory: 8 },
  { kind: 'lbfgs' },
])('a configuration comes out of the form as it went in: %j', (optimiser) => {
  expect(fromRunDraft(toRunDraft({ ...base, optimiser }))).toEqual({ ...base, optimiser });
});

it('the settings of the gradient are kept, and the last ReLU’s steps left out where it has a plain one', () => {
  const configuration = { ...base, optimiser: { kind: 'adam', learningRate: 0.1 }, straightThroughSteps: 10, rectifierSlope: { slope: 0.2, share: 0.67 } } as const;
  expect(fromRunDraft(toRunDraft(configuration))).toEqual(configuration);
  expect(fromRunDraft({ ...toRunDraft(configuration), straightThroughLastRelu: false })).not.toHaveProperty('straightThroughSteps');
});

it.each<Partial<IriConfiguration>>([
  { stopping: { maximumSteps: 400, targetDistance: 0.01, targetNullPercentile: 0, stall: { steps: 50, share: 0.02 } }, restarts: 2 },
  { stopping: { maximumSteps: 400, targetDistance: 0.01, stall: { steps: 50, share: 0.02 } } },
  { restarts: 0 },
  { part: 'class-token' },
])('when an image is finished or begins again is kept: %j', (rules) => {
  const configuration = { ...base, optimiser: { kind: 'lbfgs' }, ...rules } as const;
  expect(fromRunDraft(toRunDraft(configuration))).toEqual(configuration);
});

it('a stall that is turned on in the form has a share', () => {
  const draft = toRunDraft({ ...base, optimiser: { kind: 'lbfgs' } });
  expect(fromRunDraft({ ...draft, stallSteps: 40 }).stopping.stall).toEqual({ steps: 40, share: 0.01 });
});

it('an objective brings the optimiser that goes with it', () => {
  const draft = toRunDraft({ ...base, optimiser: { kind: 'lbfgs' } });
  const [lbfgs, adam] = [{ kind: 'lbfgs' }, { kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 }];
  for (const [kind, optimiser] of [['regularizer-free', lbfgs], ['adversarial', adam], ['human-leaning', lbfgs], ['constrained', adam], ['regularizer-free', lbfgs]] as const) {
    draft.objective.kind = kind;
    fitOptimiser(draft);
    expect(fromRunDraft(draft).optimiser, kind).toEqual(optimiser);
  }
});

it('an optimiser that was chosen stays, but for L-BFGS with the constrained form', () => {
  const chosen: readonly IriConfiguration['optimiser'][] = [{ kind: 'normalised-gradient', stepSize: 1 }, { kind: 'adam', learningRate: 0.03 }, { kind: 'lbfgs', memory: 8 }];
  for (const optimiser of chosen) {
    const draft = toRunDraft({ ...base, optimiser });
    draft.objective.kind = 'adversarial';
    fitOptimiser(draft);
    expect(fromRunDraft(draft).optimiser).toEqual(optimiser);
    draft.objective.kind = 'constrained';
    fitOptimiser(draft);
    expect(draft.optimiserKind).toBe(optimiser.kind === 'lbfgs' ? 'adam' : optimiser.kind);
  }
});

it('changing the optimiser brings its own fields, complete', () => {
  const draft = toRunDraft({ ...base, optimiser: { kind: 'normalised-gradient', stepSize: 1, halvingInterval: 50 } });
  expect(fromRunDraft({ ...draft, optimiserKind: 'adam' }).optimiser).toEqual({ kind: 'adam', learningRate: 0.1, finalLearningRate: 0.001 });
});
