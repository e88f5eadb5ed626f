import type { Credentials } from './rater-api.ts';

/** The part of the browser's Storage that is needed; either may be refused by the browser. */
export type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Remembers which session this browser is in. `tab` brings a reload back at once; `browser` lets the landing page
 * offer to go on in a new tab. It offers, it does not assume: another person may sit there now.
 */
export class SessionMemory {
  readonly #place: string;
  readonly #tab: Place | undefined;
  readonly #browser: Place | undefined;
  /** Where the tab has no storage, for as long as the page is open. */
  #entryKey: string | undefined;

  constructor(place: string, { tab, browser }: { readonly tab: Place | undefined; readonly browser: Place | undefined }) {
    this.#place = place;
    this.#tab = tab;
    this.#browser = browser;
  }

  ofThisTab(): Credentials | undefined {
    return this.#read(this.#tab);
  }

  ofThisBrowser(): Credentials | undefined {
    return this.#read(this.#browser);
  }

  keep(credentials: Credentials): void {
    const text = JSON.stringify({ sessionId: credentials.sessionId, token: credentials.token });
    for (const storage of [this.#tab, this.#browser]) attempt(() => storage?.setItem(this.#place, text));
  }

  forget(): void {
    for (const storage of [this.#tab, this.#browser]) attempt(() => storage?.removeItem(this.#place));
  }

  /** The key of this tab's "Begin": the same until a session is begun with it, over reloads too, so a reply that was lost costs no second place. */
  entryKey(newKey: () => string): string {
    const kept = attempt(() => this.#tab?.getItem(this.#entryPlace)) ?? this.#entryKey;
    const key = kept ?? newKey();
    this.#entryKey = key;
    attempt(() => this.#tab?.setItem(this.#entryPlace, key));
    return key;
  }

  /** The next "Begin" is another one. */
  forgetEntryKey(): void {
    this.#entryKey = undefined;
    attempt(() => this.#tab?.removeItem(this.#entryPlace));
  }

  get #entryPlace(): string {
    return `${this.#place}:entry`;
  }

  #read(storage: Place | undefined): Credentials | undefined {
    const text = attempt(() => storage?.getItem(this.#place));
    const value: unknown = typeof text === 'string' ? attempt(() => JSON.parse(text)) : undefined;
    return isCredentials(value) ? value : undefined;
  }
}

function isCredentials(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && 'sessionId' in value && typeof value.sessionId === 'string' && 'token' in value && typeof value.token === 'string';
}

/** Storage may be full, refused, or hold anything: then there is simply no memory. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
