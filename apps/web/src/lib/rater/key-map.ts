import type { Side } from '@lookalike/study';

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const sides: Readonly<Record<string, Side>> = { f: 'left', arrowleft: 'left', j: 'right', arrowright: 'right' };

/** The side that a key chooses. A held key and shortcuts of the browser choose nothing. */
export function sideOfKey({ key, repeat, ctrlKey, altKey, metaKey }: KeyPress): Side | undefined {
  if (repeat || ctrlKey || altKey || metaKey) return undefined;
  const name = key.toLowerCase();
  return Object.hasOwn(sides, name) ? sides[name] : undefined;
}
