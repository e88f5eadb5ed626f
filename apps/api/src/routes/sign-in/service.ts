import { hashPassword, isShortPassword, passwordMatches, randomPassword, unmatchableHash } from '@lookalike/secrets';
import { createFirstExperimenter, createSignIn, deleteSignIn, findApiToken, findExperimenterByEmail, findSignedIn, newSecretToken, type SignInEnds } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { scopesOf, type Scope, type SignedIn } from '../../http/access.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Origin } from '../../http/audit.ts';
import type { AuditLogService } from '../audit-log/service.ts';
import { countSignInAttempt } from './attempts.ts';
import { newDevice, readDevice } from './device-cookie.ts';
import type { ExperimenterView } from './schemas.ts';

export interface SignInRequestFacts {
  readonly email: string;
  readonly password: string;
  readonly origin: Origin;
  /** What the browser's device cookie says. */
  readonly deviceCookie: string | undefined;
}

/** Somebody who has just signed in. */
export interface NewlySignedIn {
  readonly experimenter: ExperimenterView;
  readonly token: string;
  readonly expiresAt: Date;
  readonly passwordIsShort: boolean;
  /** To be kept by the browser. */
  readonly deviceCookie: string;
}

export interface SignInService {
  /** @throws ApiError sign_in.wrong, sign_in.too_many */
  signIn(request: SignInRequestFacts): Promise<NewlySignedIn>;
  /** Signs somebody in whose password was set or checked already. */
  signInAs(experimenter: ExperimenterView, how: { readonly origin: Origin; readonly passwordIsShort: boolean; readonly deviceCookie: string | undefined }): Promise<NewlySignedIn>;
  signOut(signedIn: SignedIn): Promise<void>;
  /** Whose token this is, of a sign-in or for the API; undefined if nobody's, or over. */
  signedIn(token: string): Promise<SignedIn | undefined>;
}

/**
 * A sign-in ends after two weeks, used or not, and after three days without use: it outlives a weekend, and a laptop that is lost or lent is
 * signed out before long. NIST SP 800-63B asks for 30 days at most where a password is all; programs have tokens for longer.
 */
export const signInDays = { absolute: 14, idle: 3 } as const;
const dayMs = 24 * 60 * 60_000;

/** API tokens begin with it, so that people and scanners know what they found. */
export const apiTokenPrefix = 'lookalike_';

/** When sign-ins end, seen from now. */
export function signInEnds(now: Date): SignInEnds {
  return { now, idleSince: new Date(now.getTime() - signInDays.idle * dayMs) };
}

/** @param given.matches compares a password with a hash; tests count the calls */
export function signInService({ store, secrets, now }: Pick<Dependencies, 'store' | 'secrets' | 'now'>, auditLog: AuditLogService, { matches = passwordMatches }: { readonly matches?: typeof passwordMatches } = {}): SignInService {
  const service: SignInService = {
    async signIn({ email, password, origin, deviceCookie }) {
      const found = await findExperimenterByEmail(store.prisma, email);
      const device = readDevice(secrets, deviceCookie);
      // Of a stranger's e-mail nothing is written down: people type passwords into the wrong field.
      const entry = { actor: '', token: null, facts: { account: found?.email ?? null }, ...origin };
      const attempt = await countSignInAttempt({ store, secrets, now }, { email, experimenterId: found?.id, deviceHash: device?.hash, address: origin.address });
      if ('waitSeconds' in attempt) {
        if (attempt.isFirst) await auditLog.record({ action: 'sign_in.refused', ...entry });
        const fix = `Try again in ${Math.ceil(attempt.waitSeconds / 60)} min, or on a device from which you have signed in before. Whoever runs the server can let you in with "lookalike account reset-password".`;
        throw new ApiError('sign_in.too_many', 'Too many attempts with wrong passwords.', { fix, retryAfterSeconds: attempt.waitSeconds });
      }
      // An account that does not exist costs the same time, so that the time does not tell which do.
      const isRight = await matches(password, found?.passwordHash ?? unmatchableHash());
      if (found === undefined || !isRight) {
        await auditLog.record({ action: 'sign_in.failed', ...entry });
        throw new ApiError('sign_in.wrong', 'No account has this e-mail address and password.', { fix: 'Check both. The first start of the server printed the first account’s password; "lookalike account reset-password" gives a new one.' });
      }
      const known = device ?? newDevice(secrets);
      await attempt.succeeded(known.hash, found.id);
      return service.signInAs({ id: found.id, email: found.email, role: found.role }, { origin, passwordIsShort: isShortPassword(password), deviceCookie: known.cookie });
    },

    async signInAs(experimenter, { origin, passwordIsShort, deviceCookie }) {
      const token = newSecretToken();
      const moment = now();
      const expiresAt = new Date(moment.getTime() + signInDays.absolute * dayMs);
      await createSignIn(store.prisma, { token, experimenterId: experimenter.id, ...origin, passwordIsShort, now: moment, expiresAt });
      await auditLog.record({ action: 'sign_in.succeeded', actor: experimenter.email, token: null, facts: {}, ...origin });
      return { experimenter, token, expiresAt, passwordIsShort, deviceCookie: (readDevice(secrets, deviceCookie) ?? newDevice(secrets)).cookie };
    },

    signOut: async ({ signInId, experimenter }) => {
      if (signInId !== undefined) await deleteSignIn(store.prisma, { experimenterId: experimenter.id, id: signInId });
    },

    async signedIn(token) {
      if (token.startsWith(apiTokenPrefix)) {
        const found = await findApiToken(store.prisma, token, now());
        if (found === undefined) return undefined;
        const allowed: readonly string[] = scopesOf(found.experimenter.role).filter((scope) => scope !== 'account');
        return { experimenter: found.experimenter, scopes: new Set(found.scopes.filter((scope): scope is Scope => allowed.includes(scope))), signInId: undefined, tokenName: found.name, passwordIsShort: false };
      }
      const found = await findSignedIn(store.prisma, token, signInEnds(now()));
      if (found === undefined) return undefined;
      const { id, experimenter, passwordIsShort } = found;
      return { experimenter, scopes: new Set(scopesOf(experimenter.role)), signInId: id, tokenName: null, passwordIsShort };
    },
  };
  return service;
}

/**
 * Creates the first account, an owner's, where there is none. Returns its password only if it was made up here: it has to be shown
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
