import { factorsOfRun } from '@lookalike/study';
import type { ConditionRequest, NetworkView, RunView, StimulusSetView, StudyConditionView } from '../../api/views.ts';

type Reference = NonNullable<ConditionRequest['reference']>;

/** What a condition is, as far as its name and its factors say. */
export type ConditionSource =
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'stimuli'; readonly condition: string; readonly setName: string; readonly stimulusCount: number }
  | { readonly kind: 'run'; readonly networkName: string; readonly imageSetName: string; readonly layer: string; readonly objective: string; /** With what tells it from others of its kind. */ readonly objectiveName: string; readonly seedKind: string; readonly tags: Readonly<Record<string, string>> };

/** References, with what each is good for. */
export const references: readonly { readonly reference: Reference; readonly label: string; readonly explanation: string }[] = [
  { reference: 'original', label: 'Original', explanation: 'The target itself: the ceiling.' },
  { reference: 'seed', label: 'Seed', explanation: 'What the IRIs began from.' },
  { reference: 'other-image', label: 'Other image', explanation: 'Another target: the floor.' },
];

export function referenceLabel(reference: Reference): string {
  return references.find((each) => each.reference === reference)?.label ?? reference;
}

export function sourceOfRun(run: Pick<RunView, 'network' | 'imageSet' | 'layer' | 'configuration'>, networks: readonly Pick<NetworkView, 'id' | 'tags'>[]): ConditionSource {
  const { objective, seedImage } = run.configuration;
  const distance = 'distance' in objective && typeof objective.distance === 'string' ? ` (${objective.distance})` : '';
  return {
    kind: 'run',
    networkName: run.network.name,
    imageSetName: run.imageSet.name,
    layer: run.layer,
    objective: objective.kind,
    objectiveName: `${objective.kind}${distance}`,
    seedKind: seedImage.kind,
    tags: networks.find(({ id }) => id === run.network.id)?.tags ?? {},
  };
}

/** @returns undefined where the set has no such condition, or is not there */
export function sourceOfStimuli({ stimulusSetId, condition }: NonNullable<ConditionRequest['stimuli']>, sets: readonly StimulusSetView[]): ConditionSource | undefined {
  const set = sets.find(({ id }) => id === stimulusSetId);
  const found = set?.conditions.find(({ name }) => name === condition);
  return set === undefined || found === undefined ? undefined : { kind: 'stimuli', condition, setName: set.name, stimulusCount: found.stimulusCount };
}

/** What a condition will differ in, by name. */
export function factorsOf(source: ConditionSource): StudyConditionView['factors'] {
  // Of stimuli made elsewhere the table says them, which the study's page shows.
  if (source.kind !== 'run') return {};
  return factorsOfRun(source);
}
