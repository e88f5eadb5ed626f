/** Keys that answered and have not been let go, by their codes. A value: `hold` and `letGo` give the next. */
export type HeldKeys = ReadonlySet<string>;

export const noKeys: HeldKeys = new Set();

/** @param code of the keyboard event; '' where the device has none, such as a screen's keyboard */
export function hold(held: HeldKeys, code: string): HeldKeys {
  return code === '' ? held : new Set([...held, code]);
}

export function letGo(held: HeldKeys, code: string): HeldKeys {
  return new Set([...held].filter((each) => each !== code));
}
