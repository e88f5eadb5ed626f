import type { JudgedSession } from '@lookalike/answers';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { studyResults } from '../scores/study-results.ts';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy, type PlantedTruth } from '../testing.ts';
import { exclusionsOf } from './exclusions-of.ts';
import { Exclusions } from './exclusions.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;
const truth: PlantedTruth = { intercept: 2, effects: { loss: { b: -4 } }, raterSd: 0.3, targetSd: 0.3, randomSeed: 'exclusions' };
const context = plantedContext(plantedStudy({ conditions: crossedFactors({ loss: ['a', 'b'] }), targetCount: 16, perCondition: 8 }));
const flagged = (sessions: readonly JudgedSession[], ...exclusionReasons: string[]): JudgedSession[] => sessions.map((judged) => ({ ...judged, exclusionReasons }));
// Who guesses is flagged by catch trials, mostly; two are flagged twice.
const guessers = plantedSessions(context, { ...truth, lapse: 1 }, { count: 10, from: 10 });
const sessions = [...flagged(plantedSessions(context, truth, { count: 10 })), ...flagged(guessers.slice(0, 6), 'catch_failed'), ...flagged(guessers.slice(6, 8), 'catch_failed', 'too_fast'), ...flagged(guessers.slice(8), 'too_fast')];

describe('what exclusions do', () => {
  const result = exclusionsOf({ context, sessions }, settings);
  const row = (kind: string, reason: string | null = null) => result.rows.find((each) => each.kind === kind && each.reason === reason)!;

  it('is in one table: none, all, each rule alone, all but each', () => {
    expect([...Value.Errors(Exclusions, result)]).toEqual([]);
    expect(result.reasons).toEqual([{ reason: 'catch_failed', sessions: 8 }, { reason: 'too_fast', sessions: 4 }]);
    expect(result.rows.map(({ kind, sessions: left }) => [kind, left])).toEqual([['none', 20], ['all', 10], ['only', 12], ['all_but', 16], ['only', 16], ['all_but', 12]]);
    expect(row('only', 'catch_failed').scores).toEqual(row('all_but', 'too_fast').scores);
  });

  it('moves a score the more guessers stay', () => {
    expect(row('all').largestChange!.change).toBe(0);
    expect(Math.abs(row('none').largestChange!.change)).toBeGreaterThan(0.1);
    expect(Math.abs(row('only', 'catch_failed').largestChange!.change)).toBeLessThan(Math.abs(row('none').largestChange!.change));
  });

  it('has the study’s own scores with all rules, and with none', () => {
    const own = (includesFlagged: boolean) => studyResults({ context, sessions, includesFlagged, arePeople: false }).scores.map(({ score }) => score.estimate);
    expect(row('all').scores.map(({ estimate }) => estimate)).toEqual(own(false));
    expect(row('none').scores.map(({ estimate }) => estimate)).toEqual(own(true));
  });

  it('is two equal rows where no rule flags anybody, and has no scores where nobody answered or nobody is left', () => {
    expect(exclusionsOf({ context, sessions: sessions.slice(0, 10) }, settings).rows.map(({ kind, largestChange }) => [kind, largestChange!.change])).toEqual([['none', 0], ['all', 0]]);
    expect(exclusionsOf({ context, sessions: [] }, settings)).toMatchObject({ reasons: [], rows: [{ sessions: 0, scores: [{ estimate: null, interval: null }, { estimate: null }], largestChange: null }, { sessions: 0 }] });
    expect(exclusionsOf({ context, sessions: sessions.slice(10, 12) }, settings).rows[1]).toMatchObject({ kind: 'all', sessions: 0, scores: [{ estimate: null }, { estimate: null }], largestChange: null });
  });
});
