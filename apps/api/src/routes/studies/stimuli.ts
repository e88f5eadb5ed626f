import { createRandom } from '@lookalike/random';
import type { AcceptedIri, ImageSetDistanceRecord, StimulusRecord, StudyConditionRecord } from '@lookalike/store';
import { groupStimuli, referenceStimuli, taskOf, type FrozenStudy, type Stimulus, type StudyConfiguration } from '@lookalike/study';

export interface StudyStimuli {
  readonly stimuli: readonly Stimulus[];
  /** Targets that are always shown together; undefined where sessions draw their own. */
  readonly sets: readonly (readonly string[])[] | undefined;
  /** Targets that every condition shows. */
  readonly targetCount: number;
  /** Which targets the study shows, for people. */
  readonly targetRule: string;
}

export interface StimuliRequest {
  readonly configuration: StudyConfiguration;
  readonly conditions: readonly StudyConditionRecord[];
  /** Accepted IRIs of the conditions' runs. */
  readonly iris: readonly AcceptedIri[];
  /** Stimuli made elsewhere, of the conditions that have them, by the condition's id. */
  readonly elsewhere: ReadonlyMap<string, readonly StimulusRecord[]>;
  /** By the perceptual distance that the task's settings name; absent where they name none, or it is not computed yet. */
  readonly distances?: ImageSetDistanceRecord | undefined;
}

/**
 * What a study shows of its runs' accepted IRIs and of stimuli made elsewhere: those that the task can use, of targets that every condition has one for. Conditions are compared on
 * the targets they share, else a condition with easy targets would look better. References are made of these. Ids are content addresses.
 */
export function stimuliOf({ configuration, conditions, iris, elsewhere, distances }: StimuliRequest): StudyStimuli {
  const task = taskOf(configuration);
  const compared = conditions.filter(({ reference }) => reference === undefined);
  const candidates = compared.flatMap(({ conditionId, run }) =>
    run === undefined
      ? (elsewhere.get(conditionId) ?? []).map((stimulus) => ofElsewhere(conditionId, stimulus))
      : iris.filter(({ runId }) => runId === run.id).map((iri) => ofIri(conditionId, iri)));
  const usable = candidates.filter((stimulus) => task.accepts(stimulus, configuration.task));

  const conditionsOfTarget = new Map<string, Set<string>>();
  for (const { targetId, conditionId } of usable) conditionsOfTarget.set(targetId, (conditionsOfTarget.get(targetId) ?? new Set()).add(conditionId));
  const shared = new Set([...conditionsOfTarget].filter(([, ids]) => ids.size === compared.length).map(([targetId]) => targetId));
  const ofCompared = usable.filter(({ targetId }) => shared.has(targetId));
  const ofReferences = conditions.flatMap(({ conditionId, reference }) => (reference === undefined ? [] : referenceStimuli({ reference, conditionId, stimuli: ofCompared })));

  const labels = new Map(ofCompared.map(({ targetId, label }) => [targetId, label]));
  const targets = [...shared].sort().map((targetId) => ({ targetId, label: labels.get(targetId) }));
  // Sets that look alike cannot be drawn before their distances are there.
  const isWaiting = task.distanceName(configuration.task) !== undefined && distances === undefined;
  const rng = createRandom(configuration.randomSeed).child('sets');
  const sets = isWaiting ? undefined : task.sets({ settings: configuration.task, targets, rng, ...(distances === undefined ? {} : { distance: between(distances) }) });
  return {
    // In an order that hangs on nothing but what they are: their hash is the same wherever the study is made.
    stimuli: [...ofCompared, ...ofReferences].sort((a, b) => compareText(a.conditionId, b.conditionId) || compareText(a.targetId, b.targetId)),
    sets,
    targetCount: shared.size,
    targetRule: ruleInWords({ shared: shared.size, leftOut: conditionsOfTarget.size - shared.size, conditionCount: compared.length, unusable: candidates.length - usable.length }),
  };
}

/** What a launch froze: whatever has become of its runs and sets since. */
export function frozenStimuliOf({ conditions, stimuli, sets }: Omit<FrozenStudy, 'configuration'>): StudyStimuli {
  const compared = conditions.filter(({ reference }) => reference === undefined);
  const { sharedTargetIds } = groupStimuli(stimuli.filter(({ conditionId }) => compared.some((condition) => condition.conditionId === conditionId)));
  return { stimuli, sets, targetCount: sharedTargetIds.length, targetRule: ruleInWords({ shared: sharedTargetIds.length, leftOut: 0, conditionCount: compared.length, unusable: 0 }) };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ofIri(conditionId: string, { fileHash, targetFileHash, seedFileHash, originalHash, label, isNamedByNetwork }: AcceptedIri): Stimulus {
  return {
    iriId: fileHash,
    conditionId,
    targetId: originalHash,
    queryHash: fileHash,
    targetHash: targetFileHash,
    seedHash: seedFileHash,
    originalHash,
    ...(label === undefined ? {} : { label }),
    ...(isNamedByNetwork === undefined ? {} : { isNamedByNetwork }),
  };
}

function ofElsewhere(conditionId: string, { fileHash, targetFileHash, seedFileHash, label, audit }: StimulusRecord): Stimulus {
  const topClass = audit?.state === 'done' ? audit.topClass : null;
  return {
    iriId: fileHash,
    conditionId,
    targetId: targetFileHash,
    queryHash: fileHash,
    targetHash: targetFileHash,
    seedHash: seedFileHash,
    originalHash: targetFileHash,
    ...(label === null ? {} : { label }),
    ...(topClass === null ? {} : { isNamedByNetwork: topClass.target === topClass.stimulus }),
  };
}

/** Looks a distance up by two files. Files that it does not know are far from all. */
function between({ fileHashes, values }: ImageSetDistanceRecord): (first: string, second: string) => number {
  const positions = new Map(fileHashes.map((hash, position) => [hash, position]));
  const n = fileHashes.length;
  return (first, second) => {
    const [a, b] = [positions.get(first), positions.get(second)];
    if (a === undefined || b === undefined) return Infinity;
    if (a === b) return 0;
    const [row, column] = [Math.min(a, b), Math.max(a, b)];
    return values[row * n - (row * (row + 1)) / 2 + column - row - 1] ?? Infinity;
  };
}

function ruleInWords({ shared, leftOut, conditionCount, unusable }: { shared: number; leftOut: number; conditionCount: number; unusable: number }): string {
  const targets = shared === 1 ? 'The 1 target' : `The ${shared} targets`;
  const which = conditionCount === 1 ? `${targets} with an accepted IRI.` : `${targets} with an accepted IRI for every one of the ${conditionCount} conditions.`;
  const some = leftOut === 0 || conditionCount === 1 ? '' : ` ${leftOut} more ${leftOut === 1 ? 'target has' : 'targets have'} one for some conditions only and ${leftOut === 1 ? 'is' : 'are'} left out.`;
  return `${which}${some}${unusable === 0 ? '' : ` ${unusable} accepted ${unusable === 1 ? 'IRI' : 'IRIs'} cannot be used by the task's rules.`}`;
}
