import { scoreDifference, type ScoredTrial } from '@lookalike/alignment';
import type { AnsweredCondition } from '../counted-answers.ts';
import { given, notGiven, type Given } from '../given.ts';
import type { Convergence } from './convergence.ts';
import type { MatchedDifference } from './effects.ts';
import { levelOf, type DesignFactor } from './factor-design.ts';

export interface Calipers {
  /** Above 1. */
  readonly distanceRatio: number;
  /** In (0, 1]. */
  readonly acceptanceDifference: number;
}

export interface MatchedRequest extends Calipers {
  readonly conditions: readonly AnsweredCondition[];
  readonly factors: readonly DesignFactor[];
  readonly convergence: Convergence;
  readonly factor: string;
  readonly first: string;
  readonly second: string;
}

/**
 * The difference of two levels on stimuli that converged equally well: pairs of conditions that differ in this factor only and whose acceptance is
 * alike, and of these the targets for which both have a d that is alike.
 */
export function matchedDifference({ conditions, factors, convergence: { distanceOf, acceptanceOf }, factor, first, second, distanceRatio, acceptanceDifference }: MatchedRequest): Given<MatchedDifference> {
  const ofLevel = (level: string): readonly AnsweredCondition[] => conditions.filter(({ condition }) => levelOf(condition, factor) === level);
  const others = factors.filter(({ name }) => name !== factor);
  const pairs = ofLevel(first).flatMap((one) => ofLevel(second).flatMap((other) => (others.every(({ name }) => levelOf(one.condition, name) === levelOf(other.condition, name)) ? [[one, other] as const] : [])));
  if (pairs.length === 0) return notGiven('no_pairs', 'No two conditions differ in this factor only.');
  // What is not known, as of stimuli made elsewhere, is no match.
  const kept = pairs.filter(([one, other]) => {
    const [a, b] = [acceptanceOf(one.condition.conditionId), acceptanceOf(other.condition.conditionId)];
    return a !== undefined && b !== undefined && Math.abs(a - b) <= acceptanceDifference;
  });
  if (kept.length === 0) return notGiven('no_match', `None of the ${pairs.length} pairs of conditions that differ in this factor only have a known acceptance that differs by ${acceptanceDifference} at most.`);

  const cells = kept.flatMap(([one, other]) => {
    const there = new Set(other.trials.map(({ targetId }) => targetId));
    const shared = [...new Set(one.trials.map(({ targetId }) => targetId))].filter((targetId) => there.has(targetId));
    return shared.map((targetId) => ({ one, other, targetId, distances: [distanceOf(one.condition.conditionId, targetId), distanceOf(other.condition.conditionId, targetId)] as const }));
  });
  const alike = cells.flatMap(({ distances: [a, b], ...cell }) => (a !== undefined && b !== undefined && Math.max(a, b) <= distanceRatio * Math.min(a, b) ? [{ ...cell, distances: [a, b] as const }] : []));
  if (alike.length === 0) return notGiven('no_match', `None of the ${cells.length} pairs of stimuli have a known d that differs by a factor of ${distanceRatio} at most.`);
  const trialsOf = (side: 'one' | 'other'): ScoredTrial[] => {
    // A stimulus may be alike to several; its answers count once.
    const wanted = new Set(alike.map((cell) => JSON.stringify([cell[side].condition.conditionId, cell.targetId])));
    return [...new Set(alike.map((cell) => cell[side]))].flatMap(({ condition, trials }) => trials.filter(({ targetId }) => wanted.has(JSON.stringify([condition.conditionId, targetId]))));
  };
  const meanOf = (side: 0 | 1): number => alike.reduce((sum, { distances }) => sum + distances[side], 0) / alike.length;
  return given({
    difference: scoreDifference({ first: trialsOf('one'), second: trialsOf('other') }),
    stimulusPairs: { kept: alike.length, of: cells.length },
    conditionPairs: { kept: kept.length, of: pairs.length },
    meanDistance: { first: meanOf(0), second: meanOf(1) },
  });
}
