/** A chosen file and where it was: `photos/bird/0000.jpg`. */
interface Placed {
  readonly path: string;
}

export interface SortedUploads<F extends Placed> {
  /** By path. */
  readonly images: readonly F[];
  readonly zips: readonly F[];
  /** labels.csv: what images show, and their terms. */
  readonly labels: F | undefined;
  readonly attribution: F | undefined;
  /** What an image set has no use for. */
  readonly others: readonly F[];
}

const byPath = new Intl.Collator('en', { numeric: true });

/** Sorts chosen files by their endings: some systems give no media type. */
export function sortUploads<F extends Placed>(files: readonly F[]): SortedUploads<F> {
  const ending = ({ path }: F): string => path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const images = files.filter((file) => ['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff', 'avif'].includes(ending(file)));
  const zips = files.filter((file) => ending(file) === 'zip');
  const labels = files.find((file) => ending(file) === 'csv');
  const attribution = files.find((file) => ending(file) === 'json');
  const used = new Set([...images, ...zips, labels, attribution]);
  return { images: images.sort((a, b) => byPath.compare(a.path, b.path)), zips, labels, attribution, others: files.filter((file) => !used.has(file)) };
}

/**
 * Takes off the folders in which all files are, so that a folder of folders gives `bird/0000.jpg`. The folder that alone holds all of them stays: it says what
 * they show.
 */
export function withoutSharedFolders<F extends Placed>(files: readonly F[]): readonly F[] {
  const folders = files.map(({ path }) => path.split('/').slice(0, -1));
  const [first = [], ...others] = folders;
  const firstThatDiffers = first.findIndex((folder, depth) => others.some((parts) => parts[depth] !== folder));
  const shared = firstThatDiffers === -1 ? first.length : firstThatDiffers;
  const dropped = folders.every(({ length }) => length === shared) ? Math.max(0, shared - 1) : shared;
  return files.map((file) => ({ ...file, path: file.path.split('/').slice(dropped).join('/') }));
}

/** What images show, and how many of each: by the folder that each is in, as the API takes it. */
export function labelCounts(images: readonly Placed[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of images) {
    const label = path.split('/').at(-2);
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
