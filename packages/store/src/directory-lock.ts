import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256Hex } from '@lookalike/content-address';
import { StoreError } from './store-error.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** When the process started, in the kernel's ticks; tells a process from a later one with the same pid. Linux only. */
  readonly startTicks: string | undefined;
}

const FILE = 'owner.json';

/**
 * Takes a folder for this process alone. The lock of a process that died, by kill -9 or power cut, does not count.
 * @throws StoreError store.database_in_use with the owner's pid
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, FILE);
  const mine = JSON.stringify({ pid: process.pid, startTicks: await startTicks(process.pid), token: randomUUID() });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, mine, { flag: 'wx' });
  try {
    // A link appears with its content at once and never replaces another, unlike open and write.
    while (!(await linkIfFree(draft, file)) && !(await succeed(directory, draft, file))) {
      // Somebody else was quicker; the next round sees their lock, or that it was released.
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      if ((await readIfThere(file)) === mine) await rm(file, { force: true });
    },
  };
}

async function linkIfFree(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the place of a lock whose owner died. Of all who see the same dead lock one can make its successor, a file named
 * after what the lock says; only who made it replaces that lock. So no lock of a living process is ever moved.
 * @returns whether the lock is ours now
 */
async function succeed(directory: string, draft: string, file: string): Promise<boolean> {
  const found = await readIfThere(file);
  if (found === undefined) return false; // Released meanwhile.
  const owner = parseOwner(found);
  if (owner !== undefined && (await isAlive(owner))) throw inUse(directory, owner.pid);
  const successor = `${file}.after-${sha256Hex(new TextEncoder().encode(found)).slice(0, 16)}`;
  // Whoever made it may have died before it took the place: then it has a successor of its own.
  if (!(await linkIfFree(draft, successor)) && !(await succeed(directory, draft, successor))) return false;
  // Before it was made, another may have taken that place and released it.
  if ((await readIfThere(file)) === found) {
    await rename(successor, file);
    return true;
  }
  await rm(successor, { force: true });
  return false;
}

function inUse(directory: string, pid: number): StoreError {
  return new StoreError(
    'store.database_in_use',
    `The embedded database in ${directory} is in use by process ${pid}. One process may own it: stop that one, or set LOOKALIKE_DATA to another folder.`,
    { directory, pid },
  );
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, startTicks: ticks } = JSON.parse(text) as Partial<Record<'pid' | 'startTicks', unknown>>;
    return typeof pid === 'number' ? { pid, startTicks: typeof ticks === 'string' ? ticks : undefined } : undefined;
  } catch {
    return undefined; // Not a lock of ours, whatever it is: nobody owns the folder by it.
  }
}

async function isAlive({ pid, startTicks: ticks }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // EPERM: alive, and somebody else's.
  }
  return ticks === undefined || ticks === (await startTicks(pid));
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces and brackets. A zombie has none. @see proc(5) */
async function startTicks(pid: number): Promise<string | undefined> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined; // Not there, or no such file system.
  }
}
