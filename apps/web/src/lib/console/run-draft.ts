import { defaultOptimiser, objectives, optimisers, optimisersFor, type LayerPart, type OptimiserKind, type SeedImage } from '@lookalike/iri-configuration';
import type { IriConfiguration } from '../api/views.ts';
import { fromObjectiveDraft, toObjectiveDraft, type ObjectiveDraft } from './objective-draft.ts';

/** A run's configuration as a form holds it: flat, with the fields of every optimiser. Null stands for an empty number field. */
export interface RunDraft {
  objective: ObjectiveDraft;
  part: LayerPart;
  seedKind: Exclude<SeedImage['kind'], 'image'>;
  optimiserKind: OptimiserKind;
  stepSize: number;
  /** Null: never halved. */
  halvingInterval: number | null;
  learningRate: number;
  /** Null: constant. */
  finalLearningRate: number | null;
  /** Null: the usual number of pairs. */
  memory: number | null;
  maximumSteps: number;
  targetDistance: number;
  /** Null: not for that. */
  targetNullPercentile: number | null;
  /** Null: a stall is not looked for. */
  stallSteps: number | null;
  /** Counts only together with `stallSteps`. */
  stallShare: number;
  /** Null: never. */
  restarts: number | null;
  straightThroughLastRelu: boolean;
  /** Null: during all steps. */
  straightThroughSteps: number | null;
  /** Null: the exact gradient. */
  rectifierSlope: number | null;
  rectifierSlopeShare: number;
  maximumDistance: number;
  maximumNullPercentile: number;
  nullPairCount: number;
  batchSize: number;
  randomSeed: string;
}

/** The fields that a run's form shows, so that issues of others are shown with the message. */
export const runFieldPaths = [
  '/networkId', '/imageSetId', '/layer', '/part', '/objective', '/objective/kind', '/objective/distance', '/objective/weight', '/objective/maximumRepresentationDistance', '/seedImage/kind', '/optimiser/kind', '/optimiser/learningRate', '/optimiser/finalLearningRate', '/optimiser/stepSize',
  '/optimiser/halvingInterval', '/optimiser/memory', '/stopping/maximumSteps', '/stopping/targetDistance', '/stopping/targetNullPercentile', '/stopping/stall/steps',
  '/stopping/stall/share', '/restarts', '/gate/maximumDistance', '/gate/maximumNullPercentile', '/nullPairCount', '/batchSize', '/straightThroughSteps',
  '/rectifierSlope/slope', '/rectifierSlope/share', '/randomSeed',
] as const;

/** What the other optimisers' fields begin with. */
const otherOptimiser = {
  stepSize: optimisers['normalised-gradient'].usual.stepSize,
  halvingInterval: null,
  learningRate: optimisers.adam.usual.learningRate,
  finalLearningRate: optimisers.adam.usual.finalLearningRate,
  memory: null,
};

/** The least gain that a stall is measured by, unless the form says otherwise: 1 % of the objective. */
const usualStallShare = 0.01;

export function toRunDraft({ objective, part = 'all', seedImage, optimiser, stopping, restarts, straightThroughLastRelu, straightThroughSteps, rectifierSlope, gate, nullPairCount, batchSize, randomSeed }: IriConfiguration): RunDraft {
  return {
    objective: toObjectiveDraft(objective),
    part,
    ...otherOptimiser,
    ...(optimiser.kind === 'adam' && { learningRate: optimiser.learningRate, finalLearningRate: optimiser.finalLearningRate ?? null }),
    ...(optimiser.kind === 'normalised-gradient' && { stepSize: optimiser.stepSize, halvingInterval: optimiser.halvingInterval ?? null }),
    ...(optimiser.kind === 'lbfgs' && { memory: optimiser.memory ?? null }),
    // An image as seed is a matter of the command line; here the choice begins anew.
    seedKind: seedImage.kind === 'image' ? 'super-noise' : seedImage.kind,
    optimiserKind: optimiser.kind,
    maximumSteps: stopping.maximumSteps,
    targetDistance: stopping.targetDistance,
    targetNullPercentile: stopping.targetNullPercentile ?? null,
    stallSteps: stopping.stall?.steps ?? null,
    stallShare: stopping.stall?.share ?? usualStallShare,
    restarts: restarts ?? null,
    straightThroughLastRelu,
    straightThroughSteps: straightThroughSteps ?? null,
    rectifierSlope: rectifierSlope?.slope ?? null,
    rectifierSlopeShare: rectifierSlope?.share ?? 1,
    ...gate,
    nullPairCount,
    batchSize,
    randomSeed,
  };
}

/** The configuration that a draft describes. An optional field that is empty is left out. */
export function fromRunDraft(draft: RunDraft): IriConfiguration {
  return {
    objective: fromObjectiveDraft(draft.objective),
    ...(draft.part === 'all' ? {} : { part: draft.part }),
    seedImage: { kind: draft.seedKind },
    optimiser: optimiserOf(draft),
    stopping: {
      maximumSteps: draft.maximumSteps,
      targetDistance: draft.targetDistance,
      ...(draft.targetNullPercentile === null ? {} : { targetNullPercentile: draft.targetNullPercentile }),
      ...(draft.stallSteps === null ? {} : { stall: { steps: draft.stallSteps, share: draft.stallShare } }),
    },
    ...(draft.restarts === null ? {} : { restarts: draft.restarts }),
    straightThroughLastRelu: draft.straightThroughLastRelu,
    ...(draft.straightThroughSteps === null || !draft.straightThroughLastRelu ? {} : { straightThroughSteps: draft.straightThroughSteps }),
    ...(draft.rectifierSlope === null ? {} : { rectifierSlope: { slope: draft.rectifierSlope, share: draft.rectifierSlopeShare } }),
    gate: { maximumDistance: draft.maximumDistance, maximumNullPercentile: draft.maximumNullPercentile },
    nullPairCount: draft.nullPairCount,
    batchSize: draft.batchSize,
    randomSeed: draft.randomSeed,
  };
}

/** The optimiser that goes with the objective, unless another was chosen that can follow it. */
export function fitOptimiser(draft: RunDraft): void {
  const fits = optimisersFor(draft.objective.kind).includes(draft.optimiserKind);
  const cameWithObjective = Object.values(objectives).some(({ optimiser }) => optimiser === draft.optimiserKind) && JSON.stringify(optimiserOf(draft)) === JSON.stringify(optimisers[draft.optimiserKind].usual);
  if (!fits || cameWithObjective) draft.optimiserKind = defaultOptimiser(draft.objective).kind;
}

function optimiserOf(draft: RunDraft): IriConfiguration['optimiser'] {
  const kind = draft.optimiserKind;
  switch (kind) {
    case 'adam': return { kind, learningRate: draft.learningRate, ...(draft.finalLearningRate === null ? {} : { finalLearningRate: draft.finalLearningRate }) };
    case 'lbfgs': return { kind, ...(draft.memory === null ? {} : { memory: draft.memory }) };
    case 'normalised-gradient': return { kind, stepSize: draft.stepSize, ...(draft.halvingInterval === null ? {} : { halvingInterval: draft.halvingInterval }) };
  }
}
