import { Prisma } from './generated/client.ts';
import { fromJson, fromNullableJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';
import { StoreError } from './store-error.ts';
import { isUniqueViolation } from './unique-violation.ts';

/** What a named network says of a stimulus: not computed yet, computed, or why it cannot be. */
export type StimulusAuditRecord =
  | { readonly state: 'pending' }
  | {
      readonly state: 'done';
      /** d between stimulus and target. */
      readonly representationDistance: number;
      /** Share of the null distribution at or below d, in [0, 1]. */
      readonly nullPercentile: number;
      /** Pairs of different targets of the condition in the null distribution. */
      readonly nullPairCount: number;
      /** Index of the greatest class score of each; null where the network has no scores. */
      readonly topClass: { readonly target: number; readonly stimulus: number } | null;
      /** What computed it. */
      readonly device: string;
    }
  | { readonly state: 'failed'; readonly code: string; readonly message: string };

export interface NewStimulus {
  readonly condition: string;
  readonly factors: Readonly<Record<string, string>>;
  readonly targetName: string;
  /** Of the files as they were uploaded, recorded with `recordBlobs`. */
  readonly targetFileHash: string;
  readonly name: string;
  readonly fileHash: string;
  readonly seedName: string | null;
  readonly seedFileHash: string | null;
  /** What the target shows; null where nobody said. */
  readonly label: string | null;
  /** For which network and layer it was made; both or none. */
  readonly networkId: string | null;
  readonly layer: string | null;
}

export interface StimulusRecord extends NewStimulus {
  readonly id: string;
  readonly stimulusSetId: string;
  /** From 0, in the order of the table. */
  readonly position: number;
  readonly networkName: string | null;
  /** Undefined where no network was named. */
  readonly audit: StimulusAuditRecord | undefined;
}

export interface StimulusSetRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** In the order of the table. */
  readonly conditions: readonly { readonly name: string; readonly stimulusCount: number }[];
  /** File hashes of the first stimuli, at most eight. */
  readonly previewHashes: readonly string[];
}

const PREVIEW_COUNT = 8;
const SUMMARY = { stimuli: { orderBy: { position: 'asc' }, select: { condition: true, fileHash: true } } } as const satisfies Prisma.StimulusSetInclude;

/** Keeps stimuli as a set, in the order given: all of them or none. Those for a network wait for their audit. @throws StoreError store.name_taken */
export async function createStimulusSet(db: Database, set: { readonly name: string; readonly stimuli: readonly NewStimulus[] }): Promise<StimulusSetRecord> {
  const pending: StimulusAuditRecord = { state: 'pending' };
  try {
    const { id } = await db.stimulusSet.create({ data: { name: set.name }, select: { id: true } });
    await db.stimulus.createMany({
      data: set.stimuli.map(({ factors, ...stimulus }, position) => ({ ...stimulus, position, stimulusSetId: id, factors: toJson(factors), audit: stimulus.networkId === null ? Prisma.DbNull : toJson(pending) })),
    });
    return toRecord(await db.stimulusSet.findUniqueOrThrow({ where: { id }, include: SUMMARY }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new StoreError('store.name_taken', `A stimulus set named "${set.name}" is there already. Choose another name.`, { name: set.name }, { cause: error });
  }
}

export async function findStimulusSet(db: Database, id: string): Promise<StimulusSetRecord | undefined> {
  const row = await db.stimulusSet.findUnique({ where: { id }, include: SUMMARY });
  return row === null ? undefined : toRecord(row);
}

/** Newest first. */
export async function listStimulusSets(db: Database): Promise<readonly StimulusSetRecord[]> {
  return (await db.stimulusSet.findMany({ include: SUMMARY, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })).map(toRecord);
}

/** By position. */
export async function listStimuli(db: Database, stimulusSetId: string): Promise<readonly StimulusRecord[]> {
  const rows = await db.stimulus.findMany({ where: { stimulusSetId }, orderBy: { position: 'asc' }, include: { network: { select: { name: true } } } });
  return rows.map(({ network, factors, audit, ...row }) => ({ ...row, factors: fromJson(factors), audit: fromNullableJson(audit), networkName: network?.name ?? null }));
}

/** Sets of which a stimulus waits for its audit. */
export async function stimulusSetsToAudit(db: Database): Promise<readonly string[]> {
  const rows = await db.stimulus.findMany({ where: { audit: { path: ['state'], equals: 'pending' } }, distinct: ['stimulusSetId'], select: { stimulusSetId: true } });
  return rows.map(({ stimulusSetId }) => stimulusSetId);
}

export async function recordStimulusAudit(db: Database, stimulusId: string, audit: StimulusAuditRecord): Promise<void> {
  await db.stimulus.update({ where: { id: stimulusId }, data: { audit: toJson(audit) } });
}

function toRecord({ stimuli, ...row }: Prisma.StimulusSetGetPayload<{ include: typeof SUMMARY }>): StimulusSetRecord {
  const counts = new Map<string, number>();
  for (const { condition } of stimuli) counts.set(condition, (counts.get(condition) ?? 0) + 1);
  return { ...row, conditions: [...counts].map(([name, stimulusCount]) => ({ name, stimulusCount })), previewHashes: stimuli.slice(0, PREVIEW_COUNT).map(({ fileHash }) => fileHash) };
}
