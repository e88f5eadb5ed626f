import { createFirstExperimenter, createSignIn, deleteSignIn, findExperimenterByEmail, findSignedIn, newSecretToken } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { AttemptLimiter } from './attempt-limiter.ts';
import { hashPassword, passwordMatches, randomPassword } from './password.ts';
import type { ExperimenterView } from './schemas.ts';

export interface SignInService {
  /** @throws ApiError sign_in.wrong, sign_in.too_many */
  signIn(email: string, password: string, address: string): Promise<{ experimenter: ExperimenterView; token: string; expiresAt: Date }>;
  signOut(token: string): Promise<void>;
  /** Whose token this is; undefined if nobody's or expired. */
  experimenterOf(token: string): Promise<ExperimenterView | undefined>;
}

/** A sign-in lasts this long, used or not. */
const signInDays = 14;
const dayMs = 24 * 60 * 60_000;

export function signInService({ store, now }: Pick<Dependencies, 'store' | 'now'>): SignInService {
  const limiter = new AttemptLimiter(now);
  // Checked for accounts that do not exist, so that the time of the answer does not tell which do.
  let nobody: Promise<string> | undefined;

  return {
    async signIn(email, password, address) {
      const waitSeconds = limiter.waitSeconds(email, address);
      if (waitSeconds > 0) {
        const fix = `Try again in ${Math.ceil(waitSeconds / 60)} min. Signing in from elsewhere is not affected.`;
        throw new ApiError('sign_in.too_many', 'Too many wrong passwords from this address.', { fix, retryAfterSeconds: waitSeconds });
      }
      limiter.countAttempt(email, address);
      const found = await findExperimenterByEmail(store.prisma, email);
      const matches = await passwordMatches(password, found?.passwordHash ?? (await (nobody ??= hashPassword(randomPassword()))));
      if (found === undefined || !matches) {
        throw new ApiError('sign_in.wrong', 'No account has this e-mail address and password.', { fix: 'Check both. The first start of the server printed the first account’s password.' });
      }
      limiter.forgive(email, address);
      const token = newSecretToken();
      const expiresAt = new Date(now().getTime() + signInDays * dayMs);
      await createSignIn(store.prisma, { token, experimenterId: found.id, expiresAt });
      return { experimenter: { id: found.id, email: found.email }, token, expiresAt };
    },
    signOut: (token) => deleteSignIn(store.prisma, token),
    experimenterOf: (token) => findSignedIn(store.prisma, token, now()),
  };
}

/**
 * Creates the first account where there is none. Returns its password only if it was made up here: it has to be shown
 * now, for only its hash is kept.
 */
export async function createFirstAccount(
  { store }: Pick<Dependencies, 'store'>,
  { email, password }: { email: string; password: string | undefined },
): Promise<{ readonly created: boolean; readonly madeUpPassword?: string }> {
  const chosen = password ?? randomPassword();
  const { created } = await createFirstExperimenter(store.prisma, { email, passwordHash: await hashPassword(chosen) });
  return created && password === undefined ? { created, madeUpPassword: chosen } : { created };
}
