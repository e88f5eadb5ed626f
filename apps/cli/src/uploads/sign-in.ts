import { createApiClient, dataOf, type ApiClient } from '@lookalike/client';
import { CliError } from '../cli-error.ts';

export interface Account {
  readonly email: string;
  readonly password: string | undefined;
}

/** A client of a running Lookalike, signed in. @throws CliError cli.password_missing, cli.no_server; ApiError sign_in.* */
export async function signedInClient(baseUrl: string, { email, password }: Account): Promise<ApiClient> {
  if (password === undefined) throw new CliError('cli.password_missing', `Signing in to ${baseUrl} as ${email} needs a password. Set EXPERIMENTER_PASSWORD, and EXPERIMENTER_EMAIL for another account.`);
  const answer = await createApiClient({ baseUrl }).POST('/api/sign-in', { body: { email, password } }).catch((cause: unknown) => {
    throw new CliError('cli.no_server', `No Lookalike answers at ${baseUrl}. Start it with "npm start", or give its address with --server.`, { baseUrl }, { cause });
  });
  return createApiClient({ baseUrl, bearerToken: dataOf(answer).token });
}
