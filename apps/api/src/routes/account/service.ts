import { hashPassword, isShortPassword, passwordMatches, shortestPassword } from '@lookalike/secrets';
import { createApiToken, deleteApiToken, deleteOtherSignIns, deleteSignIn, findExperimenterByEmail, forgetAttempts, listApiTokens, listSignIns, newSecretToken, setPassword, type ApiTokenRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { scopesOf, type SignedIn } from '../../http/access.ts';
import { ApiError } from '../../http/api-error.ts';
import { attemptLimits, countAgainst } from '../sign-in/attempts.ts';
import { apiTokenPrefix, signInDays, signInEnds } from '../sign-in/service.ts';
import type { ApiTokenRequest, ApiTokenView, SignInList } from './schemas.ts';

/** What somebody does with their own account. */
export interface AccountService {
  /** Ends the account's other sign-ins. @throws ApiError account.password_wrong, account.password_too_short, sign_in.too_many */
  changePassword(signedIn: SignedIn, passwords: { readonly presentPassword: string; readonly newPassword: string }): Promise<void>;
  signIns(signedIn: SignedIn): Promise<SignInList>;
  /** @throws ApiError account.sign_in_not_found */
  endSignIn(signedIn: SignedIn, signInId: string): Promise<void>;
  /** All but the one that asks. @returns how many */
  endOtherSignIns(signedIn: SignedIn): Promise<number>;
  tokens(signedIn: SignedIn): Promise<ApiTokenView[]>;
  /** @throws ApiError account.role_missing where a scope is more than the role allows */
  createToken(signedIn: SignedIn, request: ApiTokenRequest): Promise<{ token: string; apiToken: ApiTokenView }>;
  /** @returns its name @throws ApiError account.token_not_found */
  revokeToken(signedIn: SignedIn, tokenId: string): Promise<string>;
}

const dayMs = 24 * 60 * 60_000;

/** Refuses a password that is too short to be set. @throws ApiError account.password_too_short */
export function requireLongPassword(password: string): void {
  if (!isShortPassword(password)) return;
  throw new ApiError('account.password_too_short', `The password has fewer than ${shortestPassword} characters.`, { expected: `${shortestPassword} characters or more, of whatever kind.`, fix: 'Take a few words, or let your browser make one up.' });
}

export function accountService({ store, secrets, now }: Pick<Dependencies, 'store' | 'secrets' | 'now'>): AccountService {
  /** The present password is asked for, so that an unattended browser is not enough; guessing it there is limited too. */
  const requirePassword = async ({ experimenter }: SignedIn, password: string): Promise<void> => {
    const keyHash = secrets.keyedHash('sign-in attempt', JSON.stringify(['password change', experimenter.id]));
    const refused = await countAgainst(store, { keyHash, limit: attemptLimits.accountAndDevice, now: now() });
    if (refused !== undefined) throw new ApiError('sign_in.too_many', 'Too many wrong passwords.', { fix: `Try again in ${Math.ceil(refused.waitSeconds / 60)} min.`, retryAfterSeconds: refused.waitSeconds });
    const found = await findExperimenterByEmail(store.prisma, experimenter.email);
    if (found === undefined || !(await passwordMatches(password, found.passwordHash))) {
      throw new ApiError('account.password_wrong', 'This is not the present password.', { fix: 'Type the password that you sign in with. If you do not know it, "lookalike account reset-password" on the server gives a new one.' });
    }
    await forgetAttempts(store.prisma, [keyHash]);
  };

  return {
    async changePassword(signedIn, { presentPassword, newPassword }) {
      requireLongPassword(newPassword);
      await requirePassword(signedIn, presentPassword);
      await setPassword(store, { experimenterId: signedIn.experimenter.id, passwordHash: await hashPassword(newPassword), keepSignInId: signedIn.signInId });
    },

    async signIns({ experimenter, signInId }) {
      const signIns = await listSignIns(store.prisma, experimenter.id, signInEnds(now()));
      return {
        signIns: signIns.map(({ createdAt, lastUsedAt, expiresAt, ...signIn }) => ({ ...signIn, isThis: signIn.id === signInId, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt.toISOString(), expiresAt: expiresAt.toISOString() })),
        idleDays: signInDays.idle,
      };
    },

    async endSignIn({ experimenter }, id) {
      if (await deleteSignIn(store.prisma, { experimenterId: experimenter.id, id })) return;
      throw new ApiError('account.sign_in_not_found', 'You have no such sign-in.', { fix: 'It may have ended already; read the list again.' });
    },

    endOtherSignIns: ({ experimenter, signInId }) => {
      if (signInId === undefined) throw new Error('Only a sign-in can end the others.');
      return deleteOtherSignIns(store.prisma, { experimenterId: experimenter.id, keepId: signInId });
    },

    tokens: async ({ experimenter }) => (await listApiTokens(store.prisma, experimenter.id)).map(toView),

    async createToken({ experimenter }, { name, scopes, days }) {
      const allowed: readonly string[] = scopesOf(experimenter.role);
      const tooMuch = scopes.filter((scope) => !allowed.includes(scope));
      if (tooMuch.length > 0) {
        throw new ApiError('account.role_missing', `The role ${experimenter.role} does not include ${tooMuch.join(', ')}.`, { expected: `Of ${allowed.filter((scope) => scope !== 'account').join(', ')}.`, fix: 'Leave these scopes out, or ask an owner to change your role.' });
      }
      const token = `${apiTokenPrefix}${newSecretToken()}`;
      const moment = now();
      const made = await createApiToken(store.prisma, { token, experimenterId: experimenter.id, name, scopes, now: moment, expiresAt: new Date(moment.getTime() + days * dayMs) });
      return { token, apiToken: toView(made) };
    },

    async revokeToken({ experimenter }, id) {
      const name = await deleteApiToken(store.prisma, { experimenterId: experimenter.id, id });
      if (name !== undefined) return name;
      throw new ApiError('account.token_not_found', 'You have no such token.', { fix: 'It may have been taken back already; read the list again.' });
    },
  };
}

function toView({ scopes, createdAt, lastUsedAt, expiresAt, ...token }: ApiTokenRecord): ApiTokenView {
  return { ...token, scopes: [...scopes], createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, expiresAt: expiresAt.toISOString() };
}
