/** Where a signed-in experimenter's browser finds a stored file. */
export function fileUrl(hash: string): string {
  return `/api/files/${hash}`;
}

/** Where a rater's browser finds an image of a launched study. */
export function stimulusUrl(hash: string): string {
  return `/api/stimuli/${hash}.png`;
}
