import { clusteredRegression, type ScoredTrial } from '@lookalike/alignment';
import { givenByData, notGiven, type Given } from '../given.ts';
import { estimateOf } from '../estimate-of.ts';
import type { DistanceTrend } from './stimuli.ts';

const MOST_BINS = 5;
/** A bin of fewer stimuli says little. */
const LEAST_STIMULI = 4;

/** A condition's score against d. @param distanceOf undefined where d is unknown or 0. */
export function distanceTrend(trials: readonly ScoredTrial[], distanceOf: (targetId: string) => number | undefined): Given<DistanceTrend> {
  const known = trials.flatMap((trial) => {
    const distance = distanceOf(trial.targetId);
    return distance === undefined ? [] : [{ trial, distance }];
  });
  if (trials.length === 0) return notGiven('no_answers', 'Nobody has answered about this condition whose answers count.');
  if (known.length === 0) return notGiven('no_distance', 'No stimulus of this condition has a known d above 0.');
  const distances = new Map(known.map(({ trial: { targetId }, distance }) => [targetId, distance]));
  if (new Set(distances.values()).size < 2) return notGiven('one_level', 'All stimuli have the same d.');
  return givenByData(() => {
    const regressors = [{ name: 'log2_distance', values: known.map(({ distance }) => Math.log2(distance)) }];
    return {
      slope: clusteredRegression({ trials: known.map(({ trial }) => trial), regressors, within: 'all' }).contrast({ log2_distance: 1 }),
      bins: binsOf([...distances].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)), trials),
      withoutDistance: trials.length - known.length,
    };
  });
}

function binsOf(sorted: readonly (readonly [targetId: string, distance: number])[], trials: readonly ScoredTrial[]): DistanceTrend['bins'] {
  const count = Math.max(1, Math.min(MOST_BINS, Math.floor(sorted.length / LEAST_STIMULI)));
  return Array.from({ length: count }, (_, bin) => {
    const own = sorted.slice(Math.round((bin * sorted.length) / count), Math.round(((bin + 1) * sorted.length) / count));
    const distances = own.map(([, distance]) => distance);
    const targets = new Set(own.map(([targetId]) => targetId));
    return {
      from: Math.min(...distances), to: Math.max(...distances), meanDistance: distances.reduce((sum, value) => sum + value, 0) / distances.length, stimuli: own.length,
      score: estimateOf(trials.filter(({ targetId }) => targets.has(targetId))),
    };
  });
}
