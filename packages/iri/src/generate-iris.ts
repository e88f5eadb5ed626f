import { issuesMessage, LookalikeError } from '@lookalike/errors';
import { makersOf, representationWarnings, withPart, surrogateGradients } from '@lookalike/graph';
import { checkIriConfiguration, composedObjective, isRepresentationDistanceAlone, type IriConfiguration } from '@lookalike/iri-configuration';
import type { PerceptualNetwork } from '@lookalike/perception';
import { createRandom } from '@lookalike/random';
import { openForAnyBatch } from '@lookalike/runtime';
import { openAuditor } from './audit.ts';
import type { Auditor } from './audit.ts';
import { fixedBatchWarnings } from './fixed-batch-warnings.ts';
import { acceptedDistance, gateOf } from './gate.ts';
import { progressIntervalMs } from './generation.ts';
import type { FailedIri, FinishedIri, GeneratedIri, GenerateIrisOptions, IriGeneration } from './generation.ts';
import { ancestors, firstNotFinite } from './first-not-finite.ts';
import { IriError } from './iri-error.ts';
import { nullDistribution as measureNullDistribution } from './null-distribution.ts';
import type { NullDistribution } from './null-distribution.ts';
import { perceptualDistances, perceptualWarnings } from './objectives/perceptual-choices.ts';
import { createOptimiser } from './optimisers/index.ts';
import { prepareSteps } from './prepare-steps.ts';
import { progressOf } from './progress.ts';
import { norm } from './relative-distance.ts';
import { createRepresent } from './represent.ts';
import { search } from './search.ts';
import type { SearchItem, SearchOutcome, SearchProgress } from './search.ts';
import { createSeeds } from './seeds.ts';
import type { SeedOf } from './seeds.ts';
import { openSteps } from './step-function.ts';
import type { Steps, StepSetup } from './step-function.ts';
import { representationGraph } from './step-graph.ts';
import type { RepresentationGraph } from './step-graph.ts';
import { tellNotFinite } from './tell-not-finite.ts';
import { checkTargets } from './targets.ts';

/**
 * Generates identically represented inputs: for each target an image that the network represents alike, starting from a
 * seed image of its own. Everything is checked, and the null distribution measured, before the first step.
 *
 * The same configuration, targets, device and device version give the same bytes. Another batch size, other threads or
 * resuming give the same seeds and the same quality, but not the same bytes: sums are then rounded in another order.
 *
 * @throws iri.bad_configuration, iri.bad_target, iri.duplicate_target, iri.too_few_images, iri.unsupported_network, iri.seed_missing;
 *   graph.unknown_layer, graph.unknown_part, graph.no_gradient; runtime.* when the device fails. Iterating throws the signal's reason on abort.
 * @see Nanda et al. 2023
 * @example
 * const generation = await generateIris({ device, network, layer, configuration: defaultIriConfiguration(), targets, now: performance.now });
 * for await (const iri of generation) if (iri.kind === 'generated') console.log(iri.targetId, iri.representationDistance);
 */
export async function generateIris(options: GenerateIrisOptions): Promise<IriGeneration> {
  const { device, targets } = options;
  const networks = options.perceptualNetworks ?? [];
  const configuration = checked(options.configuration, networks);
  const { graph: network, layer } = withPart(options.network, options.layer, configuration.part ?? 'all');
  const random = createRandom(configuration.randomSeed);
  const cut = representationGraph(network, layer);
  checkTargets(targets, cut.imageShape);
  const seedOf = createSeeds({ seedImage: configuration.seedImage, targets, imageShape: cut.imageShape, random, ...(options.seed !== undefined && { given: options.seed }) });
  const { distances: perceptual } = perceptualDistances(configuration.objective, networks);
  const executable = await openForAnyBatch(device, cut.graph);
  let steps: Steps | undefined;
  let auditor: Auditor | undefined;
  const closeAll = async (): Promise<void> => {
    await executable.close();
    await auditor?.close();
    await steps?.close();
  };

  try {
    const represent = createRepresent(executable, cut, configuration.batchSize);
    const representations = await represent(targets.map(({ pixels }) => pixels));
    const nullDistribution = measureNullDistribution({
      images: targets.map(({ hash }, i) => ({ hash, representation: representations[i]! })),
      pairCount: configuration.nullPairCount,
      random: random.child('null-distribution'),
    });
    const { setup, calibrations } = await prepareSteps({ device, network, layer, configuration, targets, seedOf, representations, represent, perceptual, random });
    // The search and the audit have graphs of their own.
    await executable.close();
    steps = openSteps(device, setup, configuration);
    auditor = await openAuditor({ device, network, cut, nullDistribution, gate: gateOf(configuration) });
    const surrogates = surrogateGradients(cut.graph).map(({ kind, sentence }) => ({ kind, sentence }));
    const results = run({ ...options, configuration, cut, seedOf, setup, auditor, representations, nullDistribution, steps }, closeAll);
    return {
      nullDistribution,
      environment: {
        device: { id: device.id, label: device.label, version: device.version, threads: device.threads },
        layer: options.layer,
        representationShape: cut.representationShape,
        ...(steps.straightThroughNode !== undefined && { straightThroughNode: steps.straightThroughNode }),
        ...(surrogates.length > 0 && { surrogateGradients: surrogates }),
        objective: composedObjective(configuration.objective),
        calibrations,
      },
      warnings: [...fixedBatchWarnings(cut), ...representationWarnings(network, layer), ...perceptualWarnings(configuration.objective, networks, cut.imageShape)],
      [Symbol.asyncIterator]: () => results,
      close: async () => {
        await results.return(undefined);
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Prepared extends GenerateIrisOptions {
  readonly cut: RepresentationGraph;
  readonly seedOf: SeedOf;
  readonly setup: StepSetup;
  readonly auditor: Auditor;
  /** g(x_t), in the order of the targets. */
  readonly representations: readonly Float32Array[];
  readonly nullDistribution: NullDistribution;
  readonly steps: Steps;
}

async function* run(prepared: Prepared, closeAll: () => Promise<void>): AsyncGenerator<FinishedIri, void, undefined> {
  const { configuration, targets, now, signal, setup: { parametrisation } } = prepared;
  const { stopping, restarts = 0 } = configuration;
  const byId = new Map(targets.map((target) => [target.id, target]));
  try {
    signal?.throwIfAborted();
    const alreadyDone = new Set(prepared.alreadyDone);
    const items = new Map<string, SearchItem>();
    const failed: FailedIri[] = [];
    targets.forEach((target, i) => {
      const { id, targetDistance } = target;
      if (alreadyDone.has(id)) return;
      const targetRepresentation = prepared.representations[i]!;
      const fault = representationFault(id, targetRepresentation);
      if (fault !== undefined) failed.push(fault);
      else items.set(id, { id, seed: prepared.seedOf(target), targetRepresentation, ...(targetDistance !== undefined && { targetDistance }) });
    });
    for (const fault of failed) yield fault.code === 'iri.not_finite' ? { ...fault, message: `${fault.message} ${await explained(explainTarget(prepared, byId.get(fault.targetId)!.pixels))}` } : fault;

    const outcomes = search({
      items: [...items.values()],
      step: prepared.steps.run,
      optimiser: createOptimiser(configuration.optimiser, {
        maximumSteps: stopping.maximumSteps,
        leastIsZero: configuration.objective.kind === 'regularizer-free',
        bound: parametrisation && ((value) => value),
      }),
      maximumSteps: stopping.maximumSteps,
      ...(isRepresentationDistanceAlone(configuration.objective) && { targetDistance: stopping.targetDistance, ...nullDistanceOf(prepared) }),
      ...(stopping.stall !== undefined && { stall: stopping.stall }),
      ...(restarts > 0 && { restarts: { count: restarts, acceptedDistance: acceptedDistance(gateOf(configuration), prepared.nullDistribution.values), seedOf: (id, attempt) => prepared.seedOf(byId.get(id)!, attempt) } }),
      ...(parametrisation !== undefined && { parametersOf: parametrisation.parametersOf }),
      batchSize: configuration.batchSize,
      phaseEnds: prepared.steps.phaseEnds,
      now,
      ...(signal !== undefined && { signal }),
      onStep: reporter(prepared, targets.length - items.size),
    });
    for await (const outcome of outcomes) yield await finish(prepared, items.get(outcome.id)!, byId.get(outcome.id)!.pixels, outcome);
  } finally {
    await closeAll();
  }
}

/** d at which the gate accepts an image whose null percentile may be that of the stopping rule. */
function nullDistanceOf({ configuration: { stopping: { targetNullPercentile }, gate }, nullDistribution }: Prepared): { readonly nullDistance?: number } {
  if (targetNullPercentile === undefined) return {};
  return { nullDistance: acceptedDistance({ ...gate, maximumNullPercentile: targetNullPercentile }, nullDistribution.values) };
}

function checked(value: unknown, networks: readonly PerceptualNetwork[]): IriConfiguration {
  const result = checkIriConfiguration(value);
  const issues = 'issues' in result ? result.issues : perceptualDistances(result.configuration.objective, networks).issues;
  if ('configuration' in result && issues.length === 0) return result.configuration;
  throw new IriError('iri.bad_configuration', `The IRI configuration has ${issues.length} fault${issues.length === 1 ? '' : 's'}.\n${issuesMessage(issues)}`, { issues });
}

function representationFault(targetId: string, representation: Float32Array): FailedIri | undefined {
  const length = norm(representation);
  const never = { kind: 'failed', targetId, stepCount: 0, durationMs: 0 } as const;
  if (!Number.isFinite(length)) return { ...never, code: 'iri.not_finite', message: 'The representation of the target is not a finite number.' };
  if (length === 0) return { ...never, code: 'iri.zero_representation', message: 'The representation of the target is 0 everywhere at this layer, so no relative distance to it exists. Choose another layer or leave the image out.' };
  return undefined;
}

/** Where the representation of a target was lost. */
async function explainTarget({ device, cut: { graph, input, output, imageShape } }: Prepared, pixels: Float32Array): Promise<string | undefined> {
  const found = await firstNotFinite({ device, graph, feeds: { [input]: { type: 'float32', shape: [1, ...imageShape], data: pixels } }, values: [output] });
  return found && tellNotFinite({ graph, forward: ancestors(makersOf(graph), output), found, stepCount: undefined });
}

async function finish({ codec, cut, auditor, steps }: Prepared, item: SearchItem, target: Float32Array, outcome: SearchOutcome): Promise<FinishedIri> {
  const { id: targetId, stepCount, durationMs } = outcome;
  if (outcome.kind === 'not-finite') {
    const { lastFiniteDistance, image, seed } = outcome;
    const reason = await explained(steps.explain({ id: targetId, image, seed, stepCount, targetRepresentation: item.targetRepresentation }));
    return {
      kind: 'failed', targetId, code: 'iri.not_finite', stepCount, durationMs,
      message: `The distance or its gradient was no longer a finite number after step ${stepCount}; the last finite d was ${lastFiniteDistance ?? 'none'}. ${reason}`,
      ...(lastFiniteDistance !== undefined && { lastFiniteDistance }),
    };
  }
  const files = codec && {
    image: await codec.encode(outcome.image, cut.imageShape),
    seedImage: await codec.encode(outcome.seed, cut.imageShape),
  };
  const image = codec && files ? await codec.decode(files.image, cut.imageShape) : outcome.image;
  const seed = codec && files ? await codec.decode(files.seedImage, cut.imageShape) : outcome.seed;
  const audited = await auditor.audit({ image, seedImage: seed, unroundedImage: outcome.unroundedImage, target, targetRepresentation: item.targetRepresentation });
  const result: GeneratedIri = { kind: 'generated', targetId, image, seedImage: seed, ...(files && { files }), ...audited, stepCount, attempts: outcome.attempts, winningAttempt: outcome.winningAttempt, bestStep: outcome.bestStep, stoppedBy: outcome.stoppedBy, objective: outcome.objective, curve: outcome.curve, durationMs };
  return result;
}

/** The other images go on where looking for the reason fails, such as for want of memory. */
async function explained(looking: Promise<string | undefined>): Promise<string> {
  try {
    return await looking ?? 'Computed again it was one: the device gives other results from run to run. Try another device.';
  } catch (error) {
    if (!(error instanceof LookalikeError)) throw error;
    return `Where it was lost could not be found: ${error.message}`;
  }
}

function reporter({ onProgress, targets, configuration, now }: Prepared, finishedBefore: number): (progress: SearchProgress) => void {
  const startedAt = now();
  let [reportedAt, reported] = [-Infinity, 0];
  return (progress) => {
    const time = now();
    if (onProgress === undefined || (time - reportedAt < progressIntervalMs && progress.finished === reported)) return;
    [reportedAt, reported] = [time, progress.finished];
    onProgress(progressOf({ search: progress, finishedBefore, total: targets.length, maximumSteps: configuration.stopping.maximumSteps, restarts: configuration.restarts ?? 0, elapsedMs: time - startedAt }));
  };
}
