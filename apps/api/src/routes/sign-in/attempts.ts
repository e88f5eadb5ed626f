import { countAttempt, forgetAttempts, isKnownDevice, rememberDevice, uncountAttempt, type Store } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { networkOf } from './network-of.ts';

const minuteMs = 60_000;

/** So many attempts without success, within so long, and the next one must wait. */
export interface AttemptLimit {
  readonly count: number;
  readonly windowMs: number;
}

/**
 * An account and a browser that has signed in to it before are counted by themselves: whatever others try, they are let in. Everybody else is
 * counted by account and address, then by account, then by address.
 */
export const attemptLimits = {
  accountAndDevice: { count: 10, windowMs: 10 * minuteMs },
  accountAndAddress: { count: 10, windowMs: 10 * minuteMs },
  accountElsewhere: { count: 100, windowMs: 60 * minuteMs },
  address: { count: 100, windowMs: 10 * minuteMs },
} as const satisfies Record<string, AttemptLimit>;

/** Who tries. */
export interface Attempt {
  readonly email: string;
  /** Undefined where nobody has this e-mail. */
  readonly experimenterId: string | undefined;
  /** What the browser's cookie says, checked. */
  readonly deviceHash: string | undefined;
  readonly address: string;
}

interface Key {
  readonly hash: string;
  readonly limit: AttemptLimit;
  /** Others' attempts count under it as well. */
  readonly isShared: boolean;
}

/** An attempt that may be made. */
export interface CountedAttempt {
  /** Forgets what was counted against this account from here. */
  readonly succeeded: (deviceHash: string, experimenterId: string) => Promise<void>;
}

/** An attempt that may not. */
export interface RefusedAttempt {
  readonly waitSeconds: number;
  /** The first one that is refused, so that the log says it once. */
  readonly isFirst: boolean;
}

/** Counts one attempt under a key. @returns how long to wait where that is one too many */
export async function countAgainst({ prisma }: Pick<Store, 'prisma'>, { keyHash, limit, now }: { readonly keyHash: string; readonly limit: AttemptLimit; readonly now: Date }): Promise<RefusedAttempt | undefined> {
  const { count, until } = await countAttempt(prisma, { keyHash, now, until: new Date(now.getTime() + limit.windowMs) });
  if (count <= limit.count) return undefined;
  return { waitSeconds: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)), isFirst: count === limit.count + 1 };
}

/**
 * Counts an attempt before the password is looked at, so that attempts made at the same time all count, on whatever process. Counting stops
 * at the first limit that is reached: who hammers from one address does not use up what the account has elsewhere.
 */
export async function countSignInAttempt({ store, secrets, now }: Pick<Dependencies, 'store' | 'secrets' | 'now'>, attempt: Attempt): Promise<CountedAttempt | RefusedAttempt> {
  const keys = await keysOf(store, secrets, attempt);
  const moment = now();
  for (const { hash, limit } of keys) {
    const refused = await countAgainst(store, { keyHash: hash, limit, now: moment });
    if (refused !== undefined) return refused;
  }
  return {
    succeeded: async (deviceHash, experimenterId) => {
      await forgetAttempts(store.prisma, keys.filter(({ isShared }) => !isShared).map(({ hash }) => hash));
      await uncountAttempt(store.prisma, keys.filter(({ isShared }) => isShared).map(({ hash }) => hash));
      await rememberDevice(store.prisma, { experimenterId, deviceHash, now: moment });
    },
  };
}

async function keysOf(store: Store, secrets: Dependencies['secrets'], { email, experimenterId, deviceHash, address }: Attempt): Promise<readonly Key[]> {
  // Who somebody is and where they are is not written down for it, only a keyed hash.
  const key = (limit: keyof typeof attemptLimits, isShared: boolean, ...parts: readonly string[]): Key => ({ hash: secrets.keyedHash('sign-in attempt', JSON.stringify([limit, ...parts])), limit: attemptLimits[limit], isShared });
  const [account, network] = [email.toLowerCase(), networkOf(address)];
  if (experimenterId !== undefined && deviceHash !== undefined && (await isKnownDevice(store.prisma, { experimenterId, deviceHash }))) {
    return [key('accountAndDevice', false, account, deviceHash)];
  }
  return [key('accountAndAddress', false, account, network), key('accountElsewhere', true, account), key('address', true, network)];
}
