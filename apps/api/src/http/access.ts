import { ApiError } from './api-error.ts';

/** What an account may do, the least first: a viewer reads, an experimenter works, an owner also manages accounts. */
export const roles = ['viewer', 'experimenter', 'owner'] as const;
export type Role = (typeof roles)[number];

/** What an API token may be for: reading, changing, simulated raters, and what touches recruiting platforms and money. */
export const tokenScopes = ['read', 'write', 'simulate', 'recruit'] as const;
export type TokenScope = (typeof tokenScopes)[number];
/** `account`: passwords, sign-ins, tokens, people. No token has it, so one that leaks makes no others. */
export type Scope = TokenScope | 'account';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The least role that a route for experimenters needs. Each must say it. */
    role?: Role;
    /** What a token needs for it. Absent: `read` for what only reads, `write` for the rest. */
    scope?: Scope;
  }
}

/** Who makes a request: an account, signed in or by one of its API tokens. */
export interface SignedIn {
  readonly experimenter: { readonly id: string; readonly email: string; readonly role: Role };
  /** All that its role allows; of an API token only what it was made for. */
  readonly scopes: ReadonlySet<Scope>;
  /** Of the sign-in; undefined for an API token. */
  readonly signInId: string | undefined;
  /** Of the API token; null for a sign-in. */
  readonly tokenName: string | null;
  /** The password should be changed: it is shorter than new ones may be. */
  readonly passwordIsShort: boolean;
}

const working: readonly Scope[] = ['read', 'write', 'simulate', 'recruit', 'account'];
const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = { viewer: ['read', 'account'], experimenter: working, owner: working };

/** What an account of this role may do when it is signed in. */
export function scopesOf(role: Role): readonly Scope[] {
  return scopesOfRole[role];
}

/** Whether a role may do what another one may. */
export function includesRole(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** Whether who makes a request, if anybody is signed in, may try a study as a test. */
export function mayTest(signedIn: SignedIn | null): boolean {
  return signedIn?.scopes.has('write') === true;
}

/** Whether it may come from a simulated rater: somebody stands for the program. */
export function maySimulate(signedIn: SignedIn | null): boolean {
  return signedIn?.scopes.has('simulate') === true;
}

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method changes nothing. */
export function onlyReads(method: string): boolean {
  return readingMethods.has(method);
}

/** Refuses who may not. @throws ApiError account.role_missing, account.scope_missing */
export function requireAccess({ experimenter, scopes }: SignedIn, needed: { readonly role: Role; readonly scope: Scope }): void {
  if (!includesRole(experimenter.role, needed.role)) {
    throw new ApiError('account.role_missing', `This needs an account with the role ${needed.role}; yours is ${experimenter.role}.`, { expected: `The role ${needed.role}${needed.role === 'owner' ? '' : ' or a higher one'}.`, fix: 'Ask an owner of this installation to do it, or to change your role.' });
  }
  if (!scopes.has(needed.scope)) {
    throw needed.scope === 'account'
      ? new ApiError('account.scope_missing', 'API tokens cannot do this.', { expected: 'A sign-in.', fix: 'Sign in with your password, in the console or with POST /api/sign-in.' })
      : new ApiError('account.scope_missing', `This needs an API token with the scope ${needed.scope}.`, { expected: `The scope ${needed.scope}.`, fix: 'Make a token with this scope, under Settings in the console.' });
  }
}
