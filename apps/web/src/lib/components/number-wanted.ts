type Limit = number | string | null | undefined;

/** What to write into a number field that is empty and may not be. @param limits the field's own, as HTML has them */
export function numberWanted({ min, max, step }: { readonly min?: Limit; readonly max?: Limit; readonly step?: Limit }): string {
  const isWhole = step !== 'any' && Number.isInteger(Number(step ?? 'any'));
  const from = min ?? undefined;
  const to = max ?? undefined;
  const range = from === undefined ? (to === undefined ? '' : ` up to ${to}`) : to === undefined ? ` of at least ${from}` : ` from ${from} to ${to}`;
  return `Enter a ${isWhole ? 'whole number' : 'number'}${range}.`;
}
