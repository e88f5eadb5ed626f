import { describe, expect, it } from 'vitest';
import { checkIriConfiguration, defaultIriConfiguration } from './index.ts';

const good = defaultIriConfiguration();
const issuesOf = (value: unknown) => {
  const result = checkIriConfiguration(value);
  return 'issues' in result ? result.issues : [];
};

describe('checkIriConfiguration', () => {
  it('accepts the default, and every default survives JSON', () => {
    expect(checkIriConfiguration(JSON.parse(JSON.stringify(good)))).toEqual({ configuration: good });
  });

  it('accepts the paper’s optimiser', () => {
    const { straightThroughSteps: _, ...rest } = good;
    expect(issuesOf({ ...rest, optimiser: { kind: 'normalised-gradient', stepSize: 1 } })).toEqual([]);
  });

  it('names a field too many, at any depth', () => {
    expect(issuesOf({ ...good, stopping: { ...good.stopping, patience: 3 } })).toEqual([
      expect.objectContaining({ path: '/stopping/patience', code: 'iri.field_unknown', fix: expect.stringContaining('maximumSteps') }),
    ]);
  });

  it('names a field too many inside an optimiser', () => {
    expect(issuesOf({ ...good, optimiser: { kind: 'adam', learningRate: 0.1, halvingInterval: 3 } })).toEqual([
      expect.objectContaining({ path: '/optimiser/halvingInterval', code: 'iri.field_unknown' }),
    ]);
  });

  it('names a missing field and says what it is', () => {
    const { randomSeed: _, ...rest } = good;
    expect(issuesOf(rest)).toEqual([expect.objectContaining({ path: '/randomSeed', code: 'iri.field_missing', fix: expect.stringContaining('a text') })]);
    expect(issuesOf({ ...good, optimiser: { kind: 'adam' } })).toEqual([expect.objectContaining({ path: '/optimiser/learningRate', code: 'iri.field_missing' })]);
  });

  it('names a kind that there is not, and those there are', () => {
    expect(issuesOf({ ...good, optimiser: { kind: 'sgd' } })).toEqual([
      expect.objectContaining({ path: '/optimiser/kind', code: 'iri.wrong_type', message: 'Got "sgd".', fix: expect.stringMatching(/normalised-gradient.*adam/) }),
    ]);
    expect(issuesOf({ ...good, seedImage: { kind: 'plaid' } })[0]).toMatchObject({ path: '/seedImage/kind', fix: expect.stringContaining('super-noise') });
  });

  it('reports every fault at once', () => {
    expect(issuesOf({ ...good, batchSize: 0, nullPairCount: '1000', gate: { maximumDistance: Number.NaN, maximumNullPercentile: 2 } }).map(({ path }) => path)).toEqual([
      '/gate/maximumDistance', '/gate/maximumNullPercentile', '/nullPairCount', '/batchSize',
    ]);
  });

  it('refuses settings that contradict each other', () => {
    expect(issuesOf({
      ...good,
      optimiser: { kind: 'adam', learningRate: 0.01, finalLearningRate: 0.1 },
      stopping: { maximumSteps: 10, targetDistance: 0.5 },
      straightThroughLastRelu: false,
      straightThroughSteps: 3,
    }).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'iri.contradiction /stopping/targetDistance', 'iri.contradiction /straightThroughSteps', 'iri.contradiction /optimiser/finalLearningRate',
    ]);
  });

  it('accepts stops by stall and by null percentile, and refuses those that can do nothing or stop too soon', () => {
    const stopping = { ...good.stopping, stall: { steps: 50, share: 0.01 }, targetNullPercentile: 0 };
    expect(issuesOf({ ...good, stopping })).toEqual([]);
    const faults = (value: unknown) => issuesOf(value).map(({ code, path }) => `${code} ${path}`);
    expect(faults({ ...good, objective: { kind: 'human-leaning' }, stopping })).toEqual(['iri.contradiction /stopping/targetNullPercentile']);
    expect(faults({ ...good, stopping: { ...stopping, targetNullPercentile: 0.1, stall: { steps: 300, share: 0.01 } } })).toEqual(['iri.contradiction /stopping/targetNullPercentile', 'iri.contradiction /stopping/stall/steps']);
    expect(faults({ ...good, stopping: { ...stopping, stall: { steps: 0, share: 0 } } })).toEqual(['iri.out_of_range /stopping/stall/steps', 'iri.out_of_range /stopping/stall/share']);
  });

  it('accepts restarts from noise only', () => {
    expect(issuesOf({ ...good, restarts: 3 })).toEqual([]);
    expect(issuesOf({ ...good, restarts: 11 })).toEqual([expect.objectContaining({ path: '/restarts', code: 'iri.out_of_range' })]);
    for (const kind of ['white', 'black', 'other-target']) {
      expect(issuesOf({ ...good, seedImage: { kind }, restarts: 3 })).toEqual([expect.objectContaining({ path: '/restarts', code: 'iri.contradiction' })]);
      expect(issuesOf({ ...good, seedImage: { kind }, restarts: 0 })).toEqual([]);
    }
  });

  it('refuses what is not an object', () => {
    for (const value of [undefined, null, 3, 'default', []]) expect(issuesOf(value)).toEqual([expect.objectContaining({ path: '', code: 'iri.wrong_type' })]);
  });
});
