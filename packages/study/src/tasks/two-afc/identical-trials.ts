import type { Random } from '@lookalike/random';
import type { Stimulus } from '../../stimulus.ts';
import type { TwoAfcTrial } from './trial.ts';

export interface IdenticalTrialsRequest {
  readonly pool: readonly Stimulus[];
  /** Targets that the session's comparisons show; used only when nothing else is left. */
  readonly avoid: ReadonlySet<string>;
  readonly practiceCount: number;
  readonly catchCount: number;
  readonly rng: Random;
}

/**
 * Trials with an answer that is beyond doubt: one option is the query itself. Two kinds in turn, so that no habit such as
 * "always take the photograph" or "always take the noise" passes:
 * - the query is a target; the other option is its seed;
 * - the query is an IRI; the other option is the target of another stimulus.
 * Practice takes its pictures first, from targets that the session does not show as long as there are any.
 */
export function identicalTrials({ pool, avoid, practiceCount, catchCount, rng }: IdenticalTrialsRequest): { readonly practice: readonly TwoAfcTrial[]; readonly catches: readonly TwoAfcTrial[] } {
  // One stimulus per target, of a condition drawn at random.
  const byTarget = new Map<string, Stimulus>();
  const inFixedOrder = pool.map((stimulus) => ({ stimulus, key: stimulus.targetId + stimulus.conditionId })).sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { stimulus } of rng.child('network').shuffled(inFixedOrder)) byTarget.set(stimulus.targetId, stimulus);
  const order = rng.child('target').shuffled([...byTarget.values()].sort((a, b) => (a.targetId < b.targetId ? -1 : 1)));
  const fresh = order.filter(({ targetId }) => !avoid.has(targetId));
  const candidates = [...fresh, ...order.filter(({ targetId }) => avoid.has(targetId))];
  return {
    practice: slots({ candidates, from: 0, count: practiceCount, rng: rng.child('practice') }),
    catches: slots({ candidates, from: practiceCount, count: catchCount, rng: rng.child('catch') }),
  };
}

function slots({ candidates, from, count, rng }: { candidates: readonly Stimulus[]; from: number; count: number; rng: Random }): TwoAfcTrial[] {
  const leftFirst = rng.child('first-side').integer(2);
  const identicalIsLeft = rng.child('side').shuffled(Array.from({ length: count }, (_, index) => (index + leftFirst) % 2 === 0));
  return Array.from({ length: count }, (_, index) => {
    // Candidates are used again, in turn, when there are fewer than trials.
    const stimulus = candidates[(from + index) % candidates.length] as Stimulus;
    const distractor = distractorTarget(candidates, from + index, stimulus);
    const showsIri = index % 2 === 1 && distractor !== undefined;
    const query = showsIri ? stimulus.queryHash : stimulus.targetHash;
    const other = showsIri ? distractor : (stimulus.seedHash ?? distractor ?? stimulus.queryHash);
    return {
      role: 'catch',
      items: showsIri ? [{ conditionId: stimulus.conditionId, targetId: stimulus.targetId, iriId: stimulus.iriId }] : [],
      queryHash: query,
      leftHash: identicalIsLeft[index] === true ? query : other,
      rightHash: identicalIsLeft[index] === true ? other : query,
      alignedSide: identicalIsLeft[index] === true ? 'left' : 'right',
    };
  });
}

/** The target of the next candidate that is another picture. */
function distractorTarget(candidates: readonly Stimulus[], position: number, { targetId, targetHash, queryHash }: Stimulus): string | undefined {
  for (let step = 1; step < candidates.length; step++) {
    const other = candidates[(position + step) % candidates.length];
    if (other !== undefined && other.targetId !== targetId && other.targetHash !== targetHash && other.targetHash !== queryHash) return other.targetHash;
  }
  return undefined;
}
