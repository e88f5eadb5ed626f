import { rememberPath } from './file-paths.ts';

/** The files that were dropped, those in folders too, each with its path. Hidden ones are left out. */
export async function droppedFiles(transfer: DataTransfer | null): Promise<File[]> {
  // Entries must be asked for before the first wait: the browser empties the transfer after the event.
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...(transfer?.files ?? [])];
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith('.')) return [];
  if (entry.isFile) return [rememberPath(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry) /* isFile says so */.file(resolve, reject)), entry.fullPath)];
  const reader = (entry as FileSystemDirectoryEntry) /* what is no file is a folder */.createReader();
  const found: FileSystemEntry[] = [];
  // A reader gives some at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}
