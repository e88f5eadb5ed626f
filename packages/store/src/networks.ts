import type { LayerPart } from '@lookalike/graph';
import type { Preprocessing } from '@lookalike/preprocessing';
import { Prisma } from './generated/client.ts';
import { fromJson, toJson } from './json-column.ts';
import type { Database } from './store.ts';
import { StoreError } from './store-error.ts';
import { isUniqueViolation } from './unique-violation.ts';

/** A layer that can serve as representation. */
export interface NetworkLayer {
  readonly name: string;
  readonly operator: string;
  /** Without the batch. */
  readonly shape: readonly number[];
  readonly valueCount: number;
  /** Which parts of it can be the representation; absent for networks registered before that could be chosen. */
  readonly parts?: readonly LayerPart[];
}

/** One of the files that a network consists of. */
export interface NetworkFileRecord {
  readonly name: string;
  readonly fileHash: string;
  readonly byteCount: number;
}

/** Where a network's preprocessing is from: said by somebody, by the file, or assumed before anybody was asked. */
export interface PreprocessingOrigin {
  readonly certainty: 'given' | 'stated' | 'likely' | 'assumed';
  readonly because: string;
}

/** Whether the network is the one that its makers exported: not computed yet, or the verdict of a worker. */
export type NetworkProofRecord =
  | { readonly state: 'pending' }
  | {
      readonly state: 'equal' | 'refuted';
      /** Of the representation; null where it is not finite. */
      readonly relativeError: number | null;
      /** Of the prepared images, in levels of 8 bits; null where they differ in size. */
      readonly meanLevels: number | null;
      readonly message: string;
      /** What computed it. */
      readonly device: string;
    };

/** A layer that cannot serve as representation, and the operator in the way. */
export interface BlockedNetworkLayer {
  readonly name: string;
  readonly operator: string;
  readonly by: { readonly operator: string; readonly node: string; readonly because: string };
}

export interface NewNetwork {
  readonly name: string;
  /** Of the file, or of the list of several; recorded with `recordBlobs`. */
  readonly fileHash: string;
  readonly format: string;
  /** The program that wrote the file; `''` where it does not say. */
  readonly producer: string;
  /** The main file first, its weights after it. */
  readonly files: readonly NetworkFileRecord[];
  readonly card: string;
  readonly inputHeightPx: number;
  readonly inputWidthPx: number;
  readonly preprocessing: Preprocessing;
  readonly preprocessingOrigin: PreprocessingOrigin;
  readonly layers: readonly NetworkLayer[];
  readonly blockedLayers: readonly BlockedNetworkLayer[];
  readonly defaultLayer: string;
  /** By which rule the default layer was found; `''` for networks registered before it was recorded. */
  readonly defaultLayerRule: string;
  /** The rectifier that passes its gradient straight through for the default layer. */
  readonly straightThroughNode: string | null;
  /** What whoever uses its results must know. */
  readonly notes: readonly string[];
  /** What its makers, or an experimenter, say it is. */
  readonly tags: Readonly<Record<string, string>>;
  /** In the order of the first output; empty where the file names none. */
  readonly classNames: readonly string[];
  /** Null where the file brings no proof. */
  readonly proof: NetworkProofRecord | null;
  readonly parameterCount: number;
  readonly multiplyAddCount: number;
  readonly operatorCounts: Readonly<Record<string, number>>;
  /** Of the file; null for formats that have none. */
  readonly opset: number | null;
}

export interface NetworkRecord extends NewNetwork {
  readonly id: string;
  readonly createdAt: Date;
  readonly runCount: number;
}

const WITH_RUN_COUNT = { _count: { select: { runs: true } } } as const satisfies Prisma.NetworkInclude;

/**
 * Registers a network. The same file again gives the network that is there, whatever name comes with it.
 * @throws StoreError store.name_taken where another file has the name
 */
export async function createNetwork(db: Database, network: NewNetwork): Promise<{ readonly network: NetworkRecord; readonly created: boolean }> {
  const known = await findNetworkByFile(db, network.fileHash);
  if (known !== undefined) return { network: known, created: false };
  try {
    const row = await db.network.create({
      data: {
        ...network,
        files: network.files.map(toJson),
        layers: network.layers.map(toJson),
        blockedLayers: network.blockedLayers.map(toJson),
        notes: toJson(network.notes),
        tags: toJson(network.tags),
        classNames: toJson(network.classNames),
        proof: network.proof === null ? Prisma.DbNull : toJson(network.proof),
        operatorCounts: toJson(network.operatorCounts),
        preprocessing: toJson(network.preprocessing),
        preprocessingOrigin: toJson(network.preprocessingOrigin),
      },
      include: WITH_RUN_COUNT,
    });
    return { network: toRecord(row), created: true };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // The same file may have arrived twice at once; then the other one made it.
    const other = await findNetworkByFile(db, network.fileHash);
    if (other !== undefined) return { network: other, created: false };
    throw new StoreError('store.name_taken', `A network named "${network.name}" is there already, with another file. Choose another name.`, { name: network.name }, { cause: error });
  }
}

export async function findNetwork(db: Database, id: string): Promise<NetworkRecord | undefined> {
  const row = await db.network.findUnique({ where: { id }, include: WITH_RUN_COUNT });
  return row === null ? undefined : toRecord(row);
}

/** By the SHA-256 of its file. */
export async function findNetworkByFile(db: Database, fileHash: string): Promise<NetworkRecord | undefined> {
  const row = await db.network.findUnique({ where: { fileHash }, include: WITH_RUN_COUNT });
  return row === null ? undefined : toRecord(row);
}

/** Changes what is done to images for later runs; those that were started keep what they had. Returns undefined where there is no such network. */
export async function updatePreprocessing(db: Database, id: string, { preprocessing, origin }: { readonly preprocessing: Preprocessing; readonly origin: PreprocessingOrigin }): Promise<NetworkRecord | undefined> {
  await db.network.updateMany({ where: { id }, data: { preprocessing: toJson(preprocessing), preprocessingOrigin: toJson(origin) } });
  return findNetwork(db, id);
}

/** Replaces what is said of a network; studies that were launched keep what they were launched with. Returns undefined where there is no such network. */
export async function updateNetworkTags(db: Database, id: string, tags: Readonly<Record<string, string>>): Promise<NetworkRecord | undefined> {
  await db.network.updateMany({ where: { id }, data: { tags: toJson(tags) } });
  return findNetwork(db, id);
}

/** Keeps the verdict on a network's proof. */
export async function recordProof(db: Database, id: string, proof: NetworkProofRecord): Promise<void> {
  await db.network.updateMany({ where: { id }, data: { proof: toJson(proof) } });
}

/** Newest first. */
export async function listNetworks(db: Database): Promise<readonly NetworkRecord[]> {
  return (await db.network.findMany({ include: WITH_RUN_COUNT, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })).map(toRecord);
}

function toRecord({ _count, blockedLayers, files, layers, notes, tags, classNames, proof, operatorCounts, parameterCount, multiplyAddCount, preprocessing, preprocessingOrigin, ...row }: Prisma.NetworkGetPayload<{ include: typeof WITH_RUN_COUNT }>): NetworkRecord {
  return {
    ...row,
    files: fromJson<NetworkFileRecord[]>(files),
    layers: fromJson<NetworkLayer[]>(layers),
    blockedLayers: fromJson<BlockedNetworkLayer[]>(blockedLayers),
    notes: fromJson<string[]>(notes),
    tags: fromJson<Record<string, string>>(tags),
    classNames: fromJson<string[]>(classNames),
    proof: proof === null ? null : fromJson<NetworkProofRecord>(proof),
    preprocessing: fromJson<Preprocessing>(preprocessing),
    preprocessingOrigin: fromJson<PreprocessingOrigin>(preprocessingOrigin),
    operatorCounts: fromJson<Record<string, number>>(operatorCounts),
    // Counts of parameters and operations stay far below 2^53.
    parameterCount: Number(parameterCount),
    multiplyAddCount: Number(multiplyAddCount),
    runCount: _count.runs,
  };
}
