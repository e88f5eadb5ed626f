import { StoreError } from './store-error.ts';

/** Says in our words what the file system refused; anything else is handed back as it came. */
export function diskError(cause: unknown, directory: string): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('store.disk_full', `No space is left for files in ${directory}. Nothing that was stored before is lost; free some space and try again.`, { directory }, { cause });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return new StoreError('store.blobs_unwritable', `Files cannot be written to ${directory} (${code}). Make it a folder that this user may write to, or set BLOB_DIRECTORY to one.`, { directory }, { cause });
  }
  return cause;
}
