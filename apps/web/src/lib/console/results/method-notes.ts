import { formatCount } from '../format.ts';
import type { Interval } from './results-view.ts';

/** How a number was made; to be read beside it. */
export interface MethodNote {
  readonly what: string;
  readonly text: string;
}

export interface Measured {
  readonly interval: Interval | null;
  readonly n?: { readonly trials: number; readonly raters: number; readonly targets?: number };
}

/** How the intervals of some numbers of one kind were made, and of how much: a note for each method. */
export function methodNotes(what: string, measured: readonly Measured[]): readonly MethodNote[] {
  const methods = new Map<string, Measured[]>();
  for (const each of measured) {
    if (each.interval === null) continue;
    const key = `${percentOf(each.interval.level)} interval: ${each.interval.method}.`;
    methods.set(key, [...(methods.get(key) ?? []), each]);
  }
  return [...methods].map(([method, of]) => ({ what, text: `${method}${sizesOf(of)}` }));
}

/** 0.95 is 95 %. A level may have a decimal, such as 99.5 %. */
function percentOf(level: number): string {
  return `${Number((100 * level).toFixed(1))} %`;
}

function sizesOf(measured: readonly Measured[]): string {
  const sizes = measured.flatMap(({ n }) => n ?? []);
  if (sizes.length === 0) return '';
  const targets = sizes.flatMap((n) => n.targets ?? []);
  return ` From ${range(sizes.map(({ trials }) => trials))} outcomes of ${range(sizes.map(({ raters }) => raters))} raters${targets.length === 0 ? '' : ` about ${range(targets)} targets`}.`;
}

function range(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
}
