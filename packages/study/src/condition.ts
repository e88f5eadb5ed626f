import { Type, type Static } from 'typebox';
import type { Stimulus } from './stimulus.ts';

const closed = { additionalProperties: false } as const;

/**
 * What stands in the place of an IRI where a condition has no generation run: `original`, the target itself (the ceiling); `seed`, the seed of
 * an IRI of the study; `other-image`, another target (the floor). Without them no score of a classification can be read.
 */
export const ReferenceKind = Type.Union([Type.Literal('original'), Type.Literal('seed'), Type.Literal('other-image')]);
export type ReferenceKind = Static<typeof ReferenceKind>;

/** What a condition differs in, by name: `layer`, `objective`, `seed_kind` and the network's tags. */
export const Factors = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), Type.String({ maxLength: 200 }), { maxProperties: 40 });
export type Factors = Static<typeof Factors>;

/** What a study compares: a generation run, stimuli made elsewhere, or a reference, under a name, with its factors. Frozen at launch. */
export const Condition = Type.Object(
  {
    conditionId: Type.String({ description: 'The content address of what it is (`ConditionSource`).' }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    reference: Type.Optional(ReferenceKind),
    networkName: Type.Optional(Type.String()),
    networkFileHash: Type.Optional(Type.String()),
    factors: Factors,
  },
  closed,
);
export type Condition = Static<typeof Condition>;

/** What decides what a condition shows; the condition's id is the SHA-256 of it, whatever the database it is in. `fileHashes` are sorted. */
export type ConditionSource =
  | { readonly kind: 'run'; readonly networkFileHash: string; readonly preprocessing: unknown; readonly layer: string; readonly configuration: unknown }
  | { readonly kind: 'stimuli'; readonly fileHashes: readonly string[] }
  | { readonly kind: 'reference'; readonly reference: ReferenceKind };

/**
 * The stimuli of a reference condition, one for each target that the others show. The target and the seed are those of the first condition that
 * has the target, in the order of the conditions' ids. Another image is the next target in the order of ids, of another label where there is one:
 * the floor of a classification must not be named right by chance.
 */
export function referenceStimuli({ reference, conditionId, stimuli }: { readonly reference: ReferenceKind; readonly conditionId: string; readonly stimuli: readonly Stimulus[] }): readonly Stimulus[] {
  const byTarget = new Map<string, Stimulus>();
  for (const stimulus of [...stimuli].sort((a, b) => (a.conditionId < b.conditionId ? -1 : 1))) {
    const known = byTarget.get(stimulus.targetId);
    if (known === undefined || (known.seedHash === null && stimulus.seedHash !== null)) byTarget.set(stimulus.targetId, stimulus);
  }
  const targets = [...byTarget.values()].sort((a, b) => (a.targetId < b.targetId ? -1 : 1));
  return targets.flatMap((stimulus, index): Stimulus[] => {
    const others = [...targets.slice(index + 1), ...targets.slice(0, index)];
    const other = others.find(({ label }) => label !== stimulus.label) ?? others[0];
    const queryHash = { original: stimulus.targetHash, seed: stimulus.seedHash, 'other-image': other?.targetHash }[reference];
    if (queryHash === undefined || queryHash === null) return [];
    const { isNamedByNetwork: _ofTheNetwork, ...shown } = stimulus;
    return [{ ...shown, conditionId, iriId: queryHash, queryHash }];
  });
}
