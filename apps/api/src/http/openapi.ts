import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { sharedSchemas } from './shared-schemas.ts';
import { signInCookie } from './authentication.ts';

declare module 'fastify' {
  interface FastifySchema {
    /** The form of a multipart body: for the documentation only, `uploads.ts` reads and checks it. */
    multipart?: unknown;
  }
}

const description = `Lookalike measures whether what a neural network cannot tell apart looks the same to people.

**Experimenters** sign in with \`POST /api/sign-in\`: browsers get a cookie, and send \`X-Lookalike-Request: 1\` with every change;
programs send \`Authorization: Bearer <token>\`, best with an API token of their own (\`POST /api/account/tokens\`).
**Raters** need no account: entering a study gives a token for their session, sent as \`Authorization: Bearer <token>\`.

Every error is \`application/problem+json\` with a stable \`code\`, what was wrong, what was expected, and what to do.`;

/** Collects the OpenAPI document from the routes' schemas. Register before any route. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  for (const schema of sharedSchemas) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Lookalike', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: [
        { name: 'server', description: 'The server itself.' },
        { name: 'sign-in', description: 'Experimenters.' },
        { name: 'accounts', description: 'One’s own account, other people’s, and who did what.' },
        { name: 'networks', description: 'Networks whose invariances are measured.' },
        { name: 'images', description: 'Sets of target images, and stimuli made elsewhere.' },
        { name: 'runs', description: 'Generation of identically represented inputs (IRIs).' },
        { name: 'studies', description: 'What raters are asked.' },
        { name: 'results', description: 'Scores, and the data set.' },
        { name: 'files', description: 'Stored files, by the SHA-256 of their bytes.' },
        { name: 'rater', description: 'What raters’ browsers talk to.' },
      ],
      components: {
        securitySchemes: {
          signInCookie: { type: 'apiKey', in: 'cookie', name: signInCookie },
          signInToken: { type: 'http', scheme: 'bearer', description: 'An API token, or the token of POST /api/sign-in.' },
          raterToken: { type: 'http', scheme: 'bearer', description: 'The token of a rater’s session.' },
        },
      },
    },
    refResolver: { buildLocalReference: (json, _baseUri, _fragment, index) => (typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`) },
    transform: ({ schema, url }) => {
      const { multipart, ...rest } = schema;
      const response = described(rest.response);
      return { schema: { ...rest, ...(multipart === undefined ? {} : { body: multipart }), ...(response === undefined ? {} : { response }) }, url };
    },
  });
}

const successes: Readonly<Record<string, string>> = { 200: 'Done.', 201: 'Created.' };

/** Successes that are documented by a named schema alone get a sentence, which OpenAPI demands. */
function described(response: unknown): Record<string, unknown> | undefined {
  if (typeof response !== 'object' || response === null) return undefined;
  return Object.fromEntries(Object.entries(response).map(([status, schema]: [string, object]) => [status, '$ref' in schema && status in successes ? { ...schema, description: successes[status] } : schema]));
}
