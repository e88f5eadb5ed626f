import { stimulusKey, type FrozenStudy, type Stimulus } from '@lookalike/study';

/** An IRI of a generation run, with its audit. */
export interface IriFacts {
  readonly id: string;
  /** Of the image, in the database. */
  readonly targetId: string;
  readonly fileHash: string;
  readonly targetFileHash: string;
  readonly seedFileHash: string;
  readonly representationDistance: number;
  readonly unroundedDistance: number;
  readonly seedDistance: number;
  readonly nullPercentile: number;
  readonly accepted: boolean;
  readonly rejectionReason: string | undefined;
  readonly stepCount: number;
  readonly durationMs: number;
}

export interface NetworkFacts {
  readonly id: string;
  readonly name: string;
  readonly fileHash: string;
  readonly format: string;
  readonly producer: string;
  readonly inputHeightPx: number;
  readonly inputWidthPx: number;
  readonly parameterCount: number;
  readonly multiplyAddCount: number;
  readonly tags: Readonly<Record<string, string>>;
  /** In words. */
  readonly preprocessing: string;
}

/** The generation run behind a condition. */
export interface RunFacts {
  readonly network: NetworkFacts;
  readonly layer: string;
  readonly configuration: unknown;
  readonly preprocessing: unknown;
  readonly totalCount: number;
  readonly acceptedCount: number;
  readonly iris: readonly IriFacts[];
}

/** A stimulus that was made elsewhere, with what its network says of it where one was named. */
export interface MadeStimulusFacts {
  readonly targetFileHash: string;
  readonly targetName: string;
  readonly representationDistance: number | undefined;
  readonly nullPercentile: number | undefined;
}

/** An image that a run made IRIs of. */
export interface ImageFacts {
  readonly id: string;
  readonly imageSetName: string;
  readonly name: string;
  readonly label: string | null;
  readonly attribution: string;
  readonly licence: string;
  readonly source: string;
  readonly fileHash: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** All that rows say of a study besides its sessions. */
export interface StudyFacts {
  readonly id: string;
  readonly version: number;
  readonly configurationHash: string;
  /** How many plans are there for people. */
  readonly places: number;
  /** Of a draft: without stimuli. */
  readonly study: FrozenStudy;
  /** By condition; references have none. */
  readonly runs: ReadonlyMap<string, RunFacts>;
  /** By condition, where it shows stimuli made elsewhere. */
  readonly elsewhere: ReadonlyMap<string, readonly MadeStimulusFacts[]>;
  readonly images: readonly ImageFacts[];
}

/** The same, for looking things up while rows are made. */
export interface RowContext extends StudyFacts {
  readonly conditionOf: ReadonlyMap<string, FrozenStudy['conditions'][number]>;
  /** By `stimulusKey`. */
  readonly stimulusOf: ReadonlyMap<string, Stimulus>;
  readonly iriOf: ReadonlyMap<string, IriFacts>;
  readonly auditOf: ReadonlyMap<string, Pick<MadeStimulusFacts, 'representationDistance' | 'nullPercentile'>>;
  /** By the study's target id. */
  readonly imageOf: ReadonlyMap<string, ImageFacts>;
  readonly targetNameOf: ReadonlyMap<string, string>;
  /** The study's id of an image as a target. */
  readonly targetIdOf: (imageId: string) => string;
}

export function rowContext(facts: StudyFacts): RowContext {
  const { study, runs, elsewhere, images } = facts;
  // Studies launched before conditions were keep the ids of their database; else ids are content addresses, as that of the IRI's file.
  const keepsDatabaseIds = study.stimuli.some(({ iriId, queryHash }) => iriId !== queryHash);
  const imageById = new Map(images.map((image) => [image.id, image]));
  const targetIdOf = (imageId: string): string => (keepsDatabaseIds ? imageId : (imageById.get(imageId)?.fileHash ?? imageId));
  // A target of stimuli made elsewhere is known by its file.
  const made = [...elsewhere].flatMap(([conditionId, stimuli]) => stimuli.map((stimulus) => ({ ...stimulus, conditionId, targetId: stimulus.targetFileHash })));
  const iriOf = new Map([...runs].flatMap(([conditionId, { iris }]) => iris.map((iri) => [stimulusKey({ conditionId, targetId: targetIdOf(iri.targetId) }), iri] as const)));
  return {
    ...facts,
    targetIdOf,
    conditionOf: new Map(study.conditions.map((condition) => [condition.conditionId, condition])),
    stimulusOf: new Map(study.stimuli.map((stimulus) => [stimulusKey(stimulus), stimulus])),
    iriOf,
    auditOf: new Map<string, Pick<MadeStimulusFacts, 'representationDistance' | 'nullPercentile'>>([...iriOf, ...made.map((stimulus) => [stimulusKey(stimulus), stimulus] as const)]),
    imageOf: new Map(images.map((image) => [targetIdOf(image.id), image])),
    targetNameOf: new Map([...made.map(({ targetId, targetName }) => [targetId, targetName] as const), ...images.map((image) => [targetIdOf(image.id), image.name] as const)]),
  };
}
