import { prolificClient, type ProlificClient } from '@lookalike/recruiting/clients';
import { SecretsError } from '@lookalike/secrets';
import { openPlatformToken, type AccountPlatform } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { tokenMissing } from './refusals.ts';

type Needs = Pick<Dependencies, 'store' | 'secrets' | 'outside' | 'sleep' | 'now'>;

/** What a token of Prolific opens. */
export function prolificAccess({ outside, sleep, now }: Pick<Needs, 'outside' | 'sleep' | 'now'>, token: string) {
  return { fetch: outside, token, sleep, now };
}

/** The study's token. @throws ApiError platform.token_missing */
export async function tokenOf({ store, secrets }: Pick<Needs, 'store' | 'secrets'>, key: { readonly studyId: string; readonly platform: AccountPlatform }): Promise<string> {
  const token = await openPlatformToken(store.prisma, secrets, key).catch((error: unknown) => {
    if (error instanceof SecretsError) return undefined; // The key that it was encrypted with is gone: it is as good as none.
    throw error;
  });
  if (token === undefined) throw tokenMissing(key.platform === 'sona' ? 'Sona' : 'Prolific');
  return token;
}

/** Prolific with the study's token. @throws ApiError platform.token_missing */
export async function prolificOf(dependencies: Needs, studyId: string): Promise<ProlificClient> {
  return prolificClient(prolificAccess(dependencies, await tokenOf(dependencies, { studyId, platform: 'prolific' })));
}
