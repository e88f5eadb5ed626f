import { createRandom, type Random } from '@lookalike/random';
import { knownTargets } from '../known-targets.ts';
import type { KnownRequest } from '../task.ts';
import type { MatchingTrial } from './trial.ts';

/** Sets whose queries are the targets themselves, so that the right assignment is beyond doubt. Practice takes its pictures first. */
export function knownSets({ study, avoid, practiceCount, catchCount, rng }: KnownRequest<unknown>, size: number): { readonly practice: readonly MatchingTrial[]; readonly catches: readonly MatchingTrial[] } {
  const candidates = knownTargets({ stimuli: study.stimuli, avoid, rng: rng.child('target') });
  const set = (index: number): MatchingTrial => {
    // Candidates are used again, in turn, when there are fewer than the trials need.
    const members = Array.from({ length: size }, (_, offset) => candidates[(index * size + offset) % candidates.length]);
    const shown = members.flatMap((member) => (member === undefined ? [] : [member]));
    const { first, match } = orderOf(shown.length, rng.child(`set-${index}`));
    const targets = first.map((position) => shown[position]).flatMap((member) => (member === undefined ? [] : [member]));
    return { role: 'catch', items: [], queryHashes: shown.map(({ targetHash }) => targetHash), targetHashes: targets.map(({ targetHash }) => targetHash), targetIds: targets.map(({ targetId }) => targetId), match };
  };
  return {
    practice: Array.from({ length: practiceCount }, (_, index) => set(index)),
    catches: Array.from({ length: catchCount }, (_, index) => set(practiceCount + index)),
  };
}

/** An order in which things are shown, and for each thing where it then stands. */
export function orderOf(count: number, rng: Random): { readonly first: readonly number[]; readonly match: readonly number[] } {
  const first = rng.shuffled(Array.from({ length: count }, (_, position) => position));
  return { first, match: Array.from({ length: count }, (_, position) => first.indexOf(position)) };
}

/** The same sets in a new order, and each with its targets in new places. @param round from 1 */
export function placeTargetsAnew(practice: readonly MatchingTrial[], round: number): readonly MatchingTrial[] {
  const rng = createRandom(practice.map(({ queryHashes, match }) => [...queryHashes, ...match].join()).join(';')).child(`round-${round}`);
  return rng.child('order').shuffled(practice).map((trial, index) => {
    const { first, match } = orderOf(trial.match.length, rng.child(`set-${index}`));
    return {
      ...trial,
      targetHashes: first.map((position) => trial.targetHashes[position] ?? ''), // A permutation of its positions.
      targetIds: first.map((position) => trial.targetIds[position] ?? ''),
      match: trial.match.map((position) => match[position] ?? 0),
    };
  });
}
