import type { EarlierResponseSubmission, ResponseSubmission } from '@lookalike/study';

/** Answers that wait to be sent, kept where a reload or a crash does not reach them. */
export interface ResponseStorage {
  add(sessionId: string, response: ResponseSubmission): Promise<void>;
  remove(sessionId: string, responseIds: readonly string[]): Promise<void>;
  /** In the order in which they were added. */
  list(sessionId: string): Promise<readonly ResponseSubmission[]>;
}

/** For browsers that refuse IndexedDB (some private windows): answers are sent all the same, but do not survive a reload. */
export function memoryStorage(): ResponseStorage {
  const kept: { sessionId: string; response: ResponseSubmission }[] = [];
  return {
    async add(sessionId, response) {
      kept.push({ sessionId, response });
    },
    async remove(sessionId, responseIds) {
      for (let i = kept.length - 1; i >= 0; i--) {
        const entry = kept[i];
        if (entry?.sessionId === sessionId && responseIds.includes(entry.response.responseId)) kept.splice(i, 1);
      }
    },
    async list(sessionId) {
      return kept.filter((entry) => entry.sessionId === sessionId).map(({ response }) => response);
    },
  };
}

const databaseName = 'lookalike';
const storeName = 'responses';
const bySession = 'by-session';

interface StoredResponse {
  readonly sequence?: number;
  readonly sessionId: string;
  readonly responseId: string;
  readonly response: ResponseSubmission | EarlierResponseSubmission;
}

/** An answer as this browser kept it: before there were tasks, pages wrote the side of a 2AFC beside the measurements. */
export function readKept(kept: ResponseSubmission | EarlierResponseSubmission): ResponseSubmission {
  if (!('chosenSide' in kept)) return kept;
  const { chosenSide, ...rest } = kept;
  return { ...rest, answer: { side: chosenSide } };
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed without a reason.'));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('IndexedDB aborted without a reason.'));
  });
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(storeName, { keyPath: 'sequence', autoIncrement: true });
    store.createIndex(bySession, 'sessionId');
  };
  return done(request);
}

/** The browser's IndexedDB, or memory where there is none. */
export async function openResponseStorage(): Promise<ResponseStorage> {
  let database: IDBDatabase;
  try {
    database = await openDatabase();
  } catch {
    return memoryStorage();
  }
  const entries = async (sessionId: string): Promise<StoredResponse[]> =>
    done(database.transaction(storeName).objectStore(storeName).index(bySession).getAll(sessionId)) as Promise<StoredResponse[]>; // written by `add` only
  return {
    async add(sessionId, response) {
      const transaction = database.transaction(storeName, 'readwrite');
      transaction.objectStore(storeName).add({ sessionId, responseId: response.responseId, response } satisfies StoredResponse);
      await finished(transaction);
    },
    async remove(sessionId, responseIds) {
      const stored = await entries(sessionId);
      const transaction = database.transaction(storeName, 'readwrite');
      for (const { sequence, responseId } of stored) {
        if (sequence !== undefined && responseIds.includes(responseId)) transaction.objectStore(storeName).delete(sequence);
      }
      await finished(transaction);
    },
    async list(sessionId) {
      return (await entries(sessionId)).map(({ response }) => readKept(response));
    },
  };
}
