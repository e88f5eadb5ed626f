/** Where files were that were dropped: their browsers say it beside them, and let nothing be written on them. */
const droppedPaths = new WeakMap<File, string>();

/** @param fullPath as an entry of the browser says it, with a "/" in front */
export function rememberPath(file: File, fullPath: string): File {
  droppedPaths.set(file, fullPath.replace(/^\/+/, ''));
  return file;
}

/** The folders that a file was chosen or dropped with, and its name: `photos/bird/0000.jpg`. */
export function pathOf(file: File): string {
  return file.webkitRelativePath || (droppedPaths.get(file) ?? file.name);
}

/** Whether the file or a folder that it is in is hidden. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}
