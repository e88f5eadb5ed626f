import { hashOfJson } from '@lookalike/content-address';
import type { IriConfiguration } from '@lookalike/iri-configuration';
import type { Preprocessing } from '@lookalike/preprocessing';
import type { Condition, ConditionSource, Factors, ReferenceKind } from '@lookalike/study';
import type { Prisma, StudyCondition } from './generated/client.ts';
import { fromJson, toJson } from './json-column.ts';

/** Stimuli made elsewhere: one condition of a stimulus set. */
export interface ConditionStimuli {
  readonly stimulusSetId: string;
  readonly condition: string;
}

/** What a draft is to compare. */
export interface NewCondition {
  readonly conditionId: string;
  readonly name: string;
  /** Exactly one of the three. */
  readonly runId?: string;
  readonly reference?: ReferenceKind;
  readonly stimuli?: ConditionStimuli;
}

/** The generation run of a condition, as it is now. */
export interface ConditionRun {
  readonly id: string;
  readonly network: { readonly id: string; readonly name: string; readonly fileHash: string; readonly tags: Readonly<Record<string, string>> };
  readonly imageSetId: string;
  readonly layer: string;
  readonly configuration: IriConfiguration;
  readonly preprocessing: Preprocessing;
  readonly totalCount: number;
  readonly doneCount: number;
  readonly acceptedCount: number;
}

/** A condition of a study. What a draft freezes at its launch (network, factors) is empty until then. */
export interface StudyConditionRecord extends Condition {
  readonly run: ConditionRun | undefined;
  readonly stimuli: ConditionStimuli | undefined;
}

export const WITH_RUN = {
  orderBy: { position: 'asc' },
  include: {
    run: {
      select: {
        id: true, imageSetId: true, layer: true, configuration: true, preprocessing: true, totalCount: true, doneCount: true, acceptedCount: true,
        network: { select: { id: true, name: true, fileHash: true, tags: true } },
      },
    },
  },
} as const satisfies Prisma.Study$conditionsArgs;

type ConditionRow = Prisma.StudyConditionGetPayload<typeof WITH_RUN>;

/** The content address of a condition: the same wherever the study is made. */
export function conditionIdOf(source: ConditionSource): string {
  return hashOfJson(source.kind === 'stimuli' ? { ...source, fileHashes: [...source.fileHashes].sort() } : source);
}

/** Rows of a draft's conditions, in the order given. */
export function conditionRows(conditions: readonly NewCondition[]): { conditionId: string; name: string; position: number; runId: string | null; reference: string | null; stimulusSetId: string | null; stimulusCondition: string | null }[] {
  return conditions.map(({ conditionId, name, runId, reference, stimuli }, position) => ({
    conditionId, name, position, runId: runId ?? null, reference: reference ?? null, stimulusSetId: stimuli?.stimulusSetId ?? null, stimulusCondition: stimuli?.condition ?? null,
  }));
}

/** What the launch freezes of a condition. */
export function frozenFacts({ name, networkName, networkFileHash, factors }: Condition): Pick<Prisma.StudyConditionUncheckedUpdateInput, 'name' | 'networkName' | 'networkFileHash' | 'factors'> {
  return { name, networkName: networkName ?? null, networkFileHash: networkFileHash ?? null, factors: toJson(factors) };
}

export function toConditionRecord({ run, ...row }: ConditionRow): StudyConditionRecord {
  const { stimulusSetId, stimulusCondition } = row;
  return {
    ...toCondition(row),
    run: run === null ? undefined : toRun(run),
    stimuli: stimulusSetId === null || stimulusCondition === null ? undefined : { stimulusSetId, condition: stimulusCondition },
  };
}

/** What would make the same condition again. */
export function toNewCondition({ conditionId, name, run, reference, stimuli }: StudyConditionRecord): NewCondition {
  return { conditionId, name, ...(run === undefined ? {} : { runId: run.id }), ...(reference === undefined ? {} : { reference }), ...(stimuli === undefined ? {} : { stimuli }) };
}

function toCondition({ conditionId, name, reference, networkName, networkFileHash, factors }: StudyCondition): Condition {
  return {
    conditionId,
    name,
    // The table's check constraint admits nothing else.
    ...(reference === null ? {} : { reference: reference as ReferenceKind }),
    ...(networkName === null ? {} : { networkName }),
    ...(networkFileHash === null ? {} : { networkFileHash }),
    factors: fromJson<Factors>(factors),
  };
}

function toRun({ configuration, preprocessing, network, ...run }: NonNullable<ConditionRow['run']>): ConditionRun {
  return {
    ...run,
    network: { ...network, tags: fromJson<Record<string, string>>(network.tags) },
    configuration: fromJson<IriConfiguration>(configuration),
    preprocessing: fromJson<Preprocessing>(preprocessing),
  };
}
