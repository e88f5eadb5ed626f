interface Labelled {
  readonly label: string | null;
}

export interface LabelGroup<I extends Labelled> {
  /** Null: nobody said what they show. */
  readonly label: string | null;
  readonly images: readonly I[];
}

const byLabel = new Intl.Collator('en', { numeric: true });

/** Images that show the same, in the order of their labels; those without one come last. */
export function imagesByLabel<I extends Labelled>(images: readonly I[]): readonly LabelGroup<I>[] {
  const groups = new Map<string | null, I[]>();
  for (const image of images) {
    const group = groups.get(image.label);
    if (group === undefined) groups.set(image.label, [image]);
    else group.push(image);
  }
  const labelled = [...groups].flatMap(([label, members]) => (label === null ? [] : [{ label, images: members }]));
  const rest = groups.get(null);
  return [...labelled.sort((a, b) => byLabel.compare(a.label, b.label)), ...(rest === undefined ? [] : [{ label: null, images: rest }])];
}
