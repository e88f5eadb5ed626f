/** What of a generation run may make a comparison doubtful, whatever else it is. */
export interface ComparedRun {
  /** Of the condition. */
  readonly name: string;
  readonly preprocessing: { readonly widthPx: number; readonly heightPx: number; readonly resize: { readonly kind: string } };
  readonly seedKind: string;
}

export interface ComparisonWarning {
  readonly code: 'study.native_sizes_differ' | 'study.crops_differ' | 'study.seeds_differ';
  readonly message: string;
  readonly fix: string;
}

/** What makes a comparison of these conditions doubtful, but does not stand in its way: it may be what the study is about. */
export function comparisonWarnings(runs: readonly ComparedRun[]): readonly ComparisonWarning[] {
  const differing = (what: (run: ComparedRun) => string): string | undefined => {
    const groups = new Map<string, string[]>();
    for (const run of runs) groups.set(what(run), [...(groups.get(what(run)) ?? []), run.name]);
    return groups.size < 2 ? undefined : [...groups].map(([value, names]) => `${value}: ${names.join(', ')}`).join('; ');
  };
  const sizes = differing(({ preprocessing: { widthPx, heightPx } }) => `${widthPx}×${heightPx} px`);
  const crops = differing(({ preprocessing: { resize } }) => resize.kind);
  const seeds = differing(({ seedKind }) => seedKind);
  return [
    ...(sizes === undefined ? [] : [{ code: 'study.native_sizes_differ' as const, message: `The networks take images of different sizes (${sizes}), so their IRIs differ in sharpness too.`, fix: 'Compare networks of one size, or read differences with this in mind.' }]),
    ...(crops === undefined ? [] : [{ code: 'study.crops_differ' as const, message: `The networks see different parts of an image (${crops}), so their targets are not the same picture.`, fix: 'Give the networks the same preprocessing.' }]),
    ...(seeds === undefined ? [] : [{ code: 'study.seeds_differ' as const, message: `The searches started from different kinds of seeds (${seeds}), and the seed is the other option in 2AFC.`, fix: 'Compare runs with one kind of seed, unless the seed is what you study.' }]),
  ];
}
