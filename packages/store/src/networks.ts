import type { Prisma } from './generated/client.ts';
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
}

export interface NewNetwork {
  readonly name: string;
  /** The ONNX file, recorded with `recordBlobs`. */
  readonly fileHash: string;
  readonly card: string;
  readonly inputHeightPx: number;
  readonly inputWidthPx: number;
  readonly layers: readonly NetworkLayer[];
  readonly defaultLayer: string;
  readonly parameterCount: number;
  readonly multiplyAddCount: number;
  readonly operatorCounts: Readonly<Record<string, number>>;
  readonly opset: number;
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
      data: { ...network, layers: network.layers.map(toJson), operatorCounts: toJson(network.operatorCounts) },
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

/** Newest first. */
export async function listNetworks(db: Database): Promise<readonly NetworkRecord[]> {
  return (await db.network.findMany({ include: WITH_RUN_COUNT, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })).map(toRecord);
}

function toRecord({ _count, layers, operatorCounts, parameterCount, multiplyAddCount, ...row }: Prisma.NetworkGetPayload<{ include: typeof WITH_RUN_COUNT }>): NetworkRecord {
  return {
    ...row,
    layers: fromJson<NetworkLayer[]>(layers),
    operatorCounts: fromJson<Record<string, number>>(operatorCounts),
    // Counts of parameters and operations stay far below 2^53.
    parameterCount: Number(parameterCount),
    multiplyAddCount: Number(multiplyAddCount),
    runCount: _count.runs,
  };
}
