export interface LabelCount {
  readonly label: string;
  /** Images that have it. */
  readonly count: number;
}

/** The labels of images, in the order of the alphabet, and how many have none. */
export function labelCounts(images: readonly { readonly label?: string | null }[]): { readonly labels: readonly LabelCount[]; readonly unlabelled: number } {
  const counts = new Map<string, number>();
  let unlabelled = 0;
  for (const { label } of images) {
    if (label === undefined || label === null || label === '') unlabelled++;
    else counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return { labels: [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => a.label.localeCompare(b.label)), unlabelled };
}
