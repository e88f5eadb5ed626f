/** How every text-like control looks. */
export const controlLook =
  'min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink aria-invalid:border-2 aria-invalid:border-bad disabled:opacity-55';
