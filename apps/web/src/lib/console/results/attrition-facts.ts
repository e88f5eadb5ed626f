import { formatPercent } from '../format.ts';
import type { AttritionResult } from './results-view.ts';

/** From everybody who entered to those that count, each with its part of those who entered. */
export function attritionFacts({ entered, consented, finished, counted }: AttritionResult): readonly (readonly [term: string, fact: string])[] {
  const part = (count: number): string => (entered === 0 ? '0' : `${count} (${formatPercent(count / entered)})`);
  return [['Entered', String(entered)], ['Consented', part(consented)], ['Finished', part(finished)], ['Count', part(counted)]];
}
