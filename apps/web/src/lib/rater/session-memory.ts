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
