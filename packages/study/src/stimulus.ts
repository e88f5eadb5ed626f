import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the PNG file.' });

/**
 * What a study can show of one condition and one target: the query, the target and the seed, frozen when the study is launched. Ids are content
 * addresses, so that the same study made elsewhere has the same plans; studies launched before keep the ids of their database.
 */
export const Stimulus = Type.Object(
  {
    iriId: Type.String({ description: 'Of the IRI’s file; of a reference condition, of the picture that stands in its place.' }),
    conditionId: Type.String(),
    targetId: Type.String({ description: 'Of the target’s file.' }),
    queryHash: Sha256,
    targetHash: Sha256,
    /** Stimuli made elsewhere may have none. */
    seedHash: Type.Union([Sha256, Type.Null()]),
    /** The target's own file, at its full size; absent in studies launched before tasks were. */
    originalHash: Type.Optional(Sha256),
    /** The target's label in its image set. */
    label: Type.Optional(Type.String()),
    /** Whether the condition's network names the target's class for the query: asked for by classification's strict rule. */
    isNamedByNetwork: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type Stimulus = Static<typeof Stimulus>;

/** Stimuli as they are stored. Studies launched before conditions were have one condition a network, with its network's id. */
export function readStimuli(stored: readonly unknown[]): readonly Stimulus[] {
  return stored.map((each) => {
    const { networkId, ...rest } = each as Stimulus & { readonly networkId?: string }; // Written by this code, or by the code before conditions.
    return networkId === undefined ? rest : { ...rest, conditionId: networkId };
  });
}
