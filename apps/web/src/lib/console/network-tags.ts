/** A tag as the form has it. */
export interface TagDraft {
  name: string;
  value: string;
}

/** Tags that most comparisons need, each with an example. */
export const usualTags: readonly { readonly name: string; readonly example: string }[] = [
  { name: 'architecture', example: 'resnet18' },
  { name: 'residual', example: 'yes' },
  { name: 'training_loss', example: 'cross-entropy' },
  { name: 'augmentation', example: 'crop and flip' },
  { name: 'training_data', example: 'ImageNet-1k' },
];

/** The usual ones first, then the others, by name. */
export function toTagDrafts(tags: Readonly<Record<string, string>>): TagDraft[] {
  const usual = usualTags.map(({ name }) => ({ name, value: tags[name] ?? '' }));
  const others = Object.entries(tags).filter(([name]) => usualTags.every((tag) => tag.name !== name)).map(([name, value]) => ({ name, value }));
  return [...usual, ...others.sort((a, b) => a.name.localeCompare(b.name))];
}

/** What is sent: tags without a value are none. */
export function fromTagDrafts(drafts: readonly TagDraft[]): Record<string, string> {
  return Object.fromEntries(drafts.map(({ name, value }) => [name.trim(), value.trim()] as const).filter(([name, value]) => value !== '' || (name !== '' && usualTags.every((tag) => tag.name !== name))));
}

/** The drafts whose name an earlier one has. */
export function doubledNames(drafts: readonly TagDraft[]): ReadonlySet<number> {
  return new Set(drafts.flatMap(({ name }, position) => (name.trim() !== '' && drafts.findIndex((other) => other.name.trim() === name.trim()) !== position ? [position] : [])));
}
