import { defaultOptimiser, objectives, optimisers, optimisersFor, type LayerPart, type OptimiserKind, type SeedImage } from '@lookalike/iri-configuration';
import type { IriConfiguration } from '../api/views.ts';
import { fromObjectiveDraft, toObjectiveDraft, type ObjectiveDraft } from './objective-draft.ts';

/** A run's configuration as a form holds it: flat, with the fields of every optimiser. NaN stands for an empty number field. */
export interface RunDraft {
  objective: ObjectiveDraft;
  part: LayerPart;
  seedKind: Exclude<SeedImage['kind'], 'image'>;
  optimiserKind: OptimiserKind;
  stepSize: number;
  /** NaN: never halved. */
  halvingInterval: number;
  learningRate: number;
  /** NaN: constant. */
  finalLearningRate: number;
  /** NaN: the usual number of pairs. */
  memory: number;
  maximumSteps: number;
  targetDistance: number;
  /** NaN: not for that. */
  targetNullPercentile: number;
  /** NaN: a stall is not looked for. */
  stallSteps: number;
  /** Counts only together with `stallSteps`. */
  stallShare: number;
  /** NaN: never. */
  restarts: number;
  straightThroughLastRelu: boolean;
  /** NaN: during all steps. */
  straightThroughSteps: number;
  /** NaN: the exact gradient. */
  rectifierSlope: number;
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
  halvingInterval: Number.NaN,
  learningRate: optimisers.adam.usual.learningRate,
  finalLearningRate: optimisers.adam.usual.finalLearningRate,
  memory: Number.NaN,
};

/** The least gain that a stall is measured by, unless the form says otherwise: 1 % of the objective. */
const usualStallShare = 0.01;

export function toRunDraft({ objective, part = 'all', seedImage, optimiser, stopping, restarts = Number.NaN, straightThroughLastRelu, straightThroughSteps = Number.NaN, rectifierSlope, gate, nullPairCount, batchSize, randomSeed }: IriConfiguration): RunDraft {
  return {
    objective: toObjectiveDraft(objective),
    part,
    ...otherOptimiser,
    ...(optimiser.kind === 'adam' && { learningRate: optimiser.learningRate, finalLearningRate: optimiser.finalLearningRate ?? Number.NaN }),
    ...(optimiser.kind === 'normalised-gradient' && { stepSize: optimiser.stepSize, halvingInterval: optimiser.halvingInterval ?? Number.NaN }),
    ...(optimiser.kind === 'lbfgs' && { memory: optimiser.memory ?? Number.NaN }),
    // An image as seed is a matter of the command line; here the choice begins anew.
    seedKind: seedImage.kind === 'image' ? 'super-noise' : seedImage.kind,
    optimiserKind: optimiser.kind,
    maximumSteps: stopping.maximumSteps,
    targetDistance: stopping.targetDistance,
    targetNullPercentile: stopping.targetNullPercentile ?? Number.NaN,
    stallSteps: stopping.stall?.steps ?? Number.NaN,
    stallShare: stopping.stall?.share ?? usualStallShare,
    restarts,
    straightThroughLastRelu,
    straightThroughSteps,
    rectifierSlope: rectifierSlope?.slope ?? Number.NaN,
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
      ...(Number.isNaN(draft.targetNullPercentile) ? {} : { targetNullPercentile: draft.targetNullPercentile }),
      ...(Number.isNaN(draft.stallSteps) ? {} : { stall: { steps: draft.stallSteps, share: draft.stallShare } }),
    },
    ...(Number.isNaN(draft.restarts) ? {} : { restarts: draft.restarts }),
    straightThroughLastRelu: draft.straightThroughLastRelu,
    ...(Number.isNaN(draft.straightThroughSteps) || !draft.straightThroughLastRelu ? {} : { straightThroughSteps: draft.straightThroughSteps }),
    ...(Number.isNaN(draft.rectifierSlope) ? {} : { rectifierSlope: { slope: draft.rectifierSlope, share: draft.rectifierSlopeShare } }),
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
    case 'adam': return { kind, learningRate: draft.learningRate, ...(Number.isNaN(draft.finalLearningRate) ? {} : { finalLearningRate: draft.finalLearningRate }) };
    case 'lbfgs': return { kind, ...(Number.isNaN(draft.memory) ? {} : { memory: draft.memory }) };
    case 'normalised-gradient': return { kind, stepSize: draft.stepSize, ...(Number.isNaN(draft.halvingInterval) ? {} : { halvingInterval: draft.halvingInterval }) };
  }
}
