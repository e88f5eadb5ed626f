/** Sorts chosen files into images, the one attribution file, and what an image set has no use for. By name: some systems give no media type. */
export function sortUploads<F extends { readonly name: string }>(files: readonly F[]): { readonly images: readonly F[]; readonly attribution: F | undefined; readonly others: readonly F[] } {
  const ending = (file: F): string => file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
  const isImage = (file: F): boolean => ['png', 'jpg', 'jpeg', 'webp'].includes(ending(file));
  const attribution = files.find((file) => ending(file) === 'json');
  return { images: files.filter(isImage), attribution, others: files.filter((file) => !isImage(file) && file !== attribution) };
}
