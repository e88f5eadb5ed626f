/** What a browser needs of 2AFC; drags nothing along. */
export type Side = 'left' | 'right';
export interface TwoAfcAnswer {
  readonly side: Side;
}
export const sideKeys: Readonly<Record<string, Side>> = { f: 'left', arrowleft: 'left', j: 'right', arrowright: 'right' };
