import type { IriView } from '../api/views.ts';

export type IriFilter = 'all' | 'accepted' | 'rejected';
export type IriOrder = 'name' | 'nearest' | 'farthest';

type Arranged = Pick<IriView, 'accepted' | 'targetName' | 'representationDistance'>;

/** The IRIs of a gallery, filtered and in order. Names are ordered as people count: 2 before 10. */
export function arrangeIris<T extends Arranged>(iris: readonly T[], { filter, order }: { readonly filter: IriFilter; readonly order: IriOrder }): readonly T[] {
  const shown = iris.filter(({ accepted }) => filter === 'all' || accepted === (filter === 'accepted'));
  const byName = (a: T, b: T): number => a.targetName.localeCompare(b.targetName, 'en', { numeric: true });
  const byDistance = (a: T, b: T): number => a.representationDistance - b.representationDistance || byName(a, b);
  const compare = { name: byName, nearest: byDistance, farthest: (a: T, b: T) => byDistance(b, a) }[order];
  return shown.sort(compare);
}
