import { isIPv6 } from 'node:net';

export interface AttemptLimits {
  /** Wrong passwords for one account from one address. */
  readonly perAccountAndAddress: number;
  /** Wrong passwords from one address, for whatever accounts. */
  readonly perAddress: number;
  readonly windowMs: number;
}

export const attemptLimits: AttemptLimits = { perAccountAndAddress: 10, perAddress: 100, windowMs: 10 * 60_000 };

/** So many keys at most: an attacker with many addresses must not fill the memory. */
const maximumKeys = 20_000;

/**
 * Slows guessing down without a way to lock somebody else out: what counts is the account together with the address, so
 * wrong passwords from elsewhere never keep an experimenter from signing in. Kept in memory; a restart forgives.
 */
export class AttemptLimiter {
  readonly #limits: AttemptLimits;
  readonly #now: () => Date;
  readonly #failures = new Map<string, { count: number; until: number }>();

  constructor(now: () => Date, limits: AttemptLimits = attemptLimits) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Seconds until the next attempt is allowed; 0 now. */
  waitSeconds(account: string, address: string): number {
    const now = this.#now().getTime();
    const [pair, alone] = keys(account, address);
    const waits = [this.#wait(pair, this.#limits.perAccountAndAddress, now), this.#wait(alone, this.#limits.perAddress, now)];
    return Math.ceil(Math.max(...waits) / 1000);
  }

  /** Call before the password is checked, so that attempts made at the same time all count. */
  countAttempt(account: string, address: string): void {
    const now = this.#now().getTime();
    for (const key of keys(account, address)) {
      const known = this.#failures.get(key);
      const current = known === undefined || known.until <= now ? { count: 0, until: now + this.#limits.windowMs } : known;
      this.#failures.delete(key); // Set anew at the end: the map's order is the order of use.
      this.#failures.set(key, { ...current, count: current.count + 1 });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= maximumKeys) break;
      this.#failures.delete(key);
    }
  }

  /** A right password clears what its account has against it from this address. */
  forgive(account: string, address: string): void {
    const [pair, alone] = keys(account, address);
    const forgiven = this.#failures.get(pair)?.count ?? 0;
    this.#failures.delete(pair);
    const rest = this.#failures.get(alone);
    if (rest !== undefined) this.#failures.set(alone, { ...rest, count: Math.max(0, rest.count - forgiven) });
  }

  #wait(key: string, limit: number, now: number): number {
    const known = this.#failures.get(key);
    return known === undefined || known.count < limit ? 0 : Math.max(0, known.until - now);
  }
}

function keys(account: string, address: string): readonly [pair: string, address: string] {
  const network = networkOf(address);
  return [JSON.stringify([account.toLowerCase(), network]), network];
}

/** One customer has a /64 of IPv6 addresses to choose from; they count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length : 0;
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...tail.split(':')].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
