import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedTruth } from '../testing.ts';
import { objectivesOf } from './objectives-of.ts';
import { Objectives } from './objectives.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;
const networks = ['a', 'b', 'c', 'd'];
const ability: Readonly<Record<string, number>> = { a: -2, b: -0.6, c: 0.6, d: 2 };
const conditions = crossedFactors({ network: networks, objective: ['adversarial', 'human-leaning', 'regularizer-free'] });
const study = plantedStudy({ conditions, targetCount: 24, perCondition: 6 });
const context = plantedContext(study);
const truth: PlantedTruth = {
  intercept: 0, effects: {}, raterSd: 0.4, targetSd: 0.6, randomSeed: 'objectives',
  // Adversarial IRIs rank the networks the other way round.
  ofCondition: ({ network, objective }) => (objective === 'adversarial' ? -1 : 1) * ability[network!]! + (objective === 'human-leaning' ? 1 : 0),
};

// The networks' files are told by their names here: of one network all three objectives have the same.
const sameNetworks = { ...context, study: { ...study, conditions: study.conditions.map((condition) => ({ ...condition, networkName: condition.factors['network']!, networkFileHash: condition.factors['network']! })) } };

describe('rankings by objective', () => {
  const sessions = plantedSessions(context, truth, { count: 50 });
  const result = objectivesOf({ context: sameNetworks, sessions }, settings);

  it('correlate as planted: alike, and the other way round', () => {
    expect([...Value.Errors(Objectives, result)]).toEqual([]);
    const of = (first: string, second: string) => result.correlations.find((row) => row.first === first && row.second === second)!;
    expect(result.correlations).toHaveLength(3);
    const alike = of('human-leaning', 'regularizer-free');
    expect(alike.networks).toHaveLength(4);
    expect(alike.correlation.value!.kendall.estimate).toBe(1);
    expect(alike.correlation.value!.spearman.interval!.lower).toBeGreaterThan(0);
    expect(of('adversarial', 'regularizer-free').correlation.value!.kendall.interval!.upper).toBeLessThan(0);
  });

  it('have the planted order with the probability of each rank', () => {
    const [adversarial, , free] = result.rankings;
    expect(free!.ranking.value!.scores.map(({ condition }) => condition.factors['network'])).toEqual(['d', 'c', 'b', 'a']);
    expect(adversarial!.ranking.value!.scores.map(({ condition }) => condition.factors['network'])).toEqual(['a', 'b', 'c', 'd']);
    expect(free!.ranking.value!.scores[0]!.rankShares[0]).toBeGreaterThan(0.9);
  });

  it('pair conditions of one network only', () => {
    const { correlations } = objectivesOf({ context, sessions }, settings);
    for (const { networks: pairs, correlation } of correlations) expect([pairs, correlation.reason?.code]).toEqual([[], 'few_networks']);
  });

  it('are empty without the factor, and say why with few answers', () => {
    const without = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['a', 'b'] }), targetCount: 12, perCondition: 4 }));
    expect(objectivesOf({ context: without, sessions: plantedSessions(without, truth, { count: 0 }) }, settings)).toEqual({ rankings: [], correlations: [] });
    expect(objectivesOf({ context: sameNetworks, sessions: [] }, settings)).toEqual({ rankings: [], correlations: [] });
    const one = objectivesOf({ context: sameNetworks, sessions: sessions.slice(0, 1) }, settings);
    expect(one.rankings[0]!.ranking.reason?.code).toBe('nothing_to_compare');
  });

  it('have no correlation where all scores of one objective are equal', () => {
    const ties = plantedSessions(context, { ...truth, ofCondition: ({ objective }) => (objective === 'adversarial' ? -60 : 60) }, { count: 6 });
    const { kendall, spearman } = objectivesOf({ context: sameNetworks, sessions: ties }, settings).correlations[0]!.correlation.value!;
    expect([kendall, spearman]).toEqual([{ estimate: null, interval: null }, { estimate: null, interval: null }]);
  });
});
