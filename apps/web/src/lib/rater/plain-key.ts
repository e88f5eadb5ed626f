/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** The key's name in lower case, as the tasks' key maps have it. Undefined for a held key and for shortcuts of the browser: they answer nothing. */
export function plainKey({ key, repeat, ctrlKey, altKey, metaKey }: KeyPress): string | undefined {
  return repeat || ctrlKey || altKey || metaKey ? undefined : key.toLowerCase();
}

/** Whether a key was pressed where it is somebody else's: in a field, or in a dialog. */
export function isElsewhere({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role="dialog"], dialog') !== null;
}
