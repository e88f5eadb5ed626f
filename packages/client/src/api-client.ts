import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.d.ts';

export type ApiClient = Client<paths>;

export interface ApiClientOptions {
  /** Where the API is, such as `http://localhost:4400`; empty for the page's own origin. */
  readonly baseUrl: string;
  /** A sign-in's or a rater session's token; browsers that are signed in by cookie need none. */
  readonly bearerToken?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * Makes a client whose paths, parameters, bodies and answers are typed by the API's OpenAPI document.
 * @example const { networks } = dataOf(await createApiClient({ baseUrl, bearerToken }).GET('/api/networks'));
 */
export function createApiClient({ baseUrl, bearerToken, fetch }: ApiClientOptions): ApiClient {
  return createClient<paths>({
    baseUrl,
    ...(fetch === undefined ? {} : { fetch }),
    headers: {
      // Changes made with the cookie must carry it: another site’s page cannot set it.
      'X-Lookalike-Request': '1',
      ...(bearerToken === undefined ? {} : { Authorization: `Bearer ${bearerToken}` }),
    },
  });
}
