/** Where a signed-in experimenter's browser finds a stored file. */
export function fileUrl(hash: string): string {
  return `/api/files/${hash}`;
}
