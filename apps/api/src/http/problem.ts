import type { Readable } from 'node:stream';
import { Type, type Static } from 'typebox';
import { named, ref } from './named-schema.ts';

export const ProblemIssue = named(
  'ProblemIssue',
  Type.Object(
    {
      path: Type.String({ description: 'JSON pointer into what was sent, or the name of a file.', examples: ['/configuration/design/perCondition'] }),
      code: Type.String({ examples: ['request.minimum'] }),
      message: Type.String({ examples: ['0 is not at least 1.'] }),
      fix: Type.String({ examples: ['Send a whole number from 1 to 400.'] }),
    },
    { description: 'One fault in what was sent.' },
  ),
);

/** The body of every error (RFC 9457), with a stable `code` that programs may rely on. */
export const Problem = named(
  'Problem',
  Type.Object(
    {
      type: Type.String({ examples: ['urn:lookalike:problem:request.invalid'] }),
      title: Type.String({ examples: ['Bad Request'] }),
      status: Type.Integer({ examples: [400] }),
      code: Type.String({ description: 'Stable; what programs should look at.', examples: ['request.invalid'] }),
      detail: Type.String({ description: 'What was wrong, for a person.' }),
      expected: Type.Optional(Type.String({ description: 'What would have been right.' })),
      fix: Type.Optional(Type.String({ description: 'What to do.' })),
      issues: Type.Optional(Type.Array(ref(ProblemIssue))),
      requestId: Type.String({ description: 'Names the request in the server’s log.' }),
    },
    { description: 'An error (application/problem+json).' },
  ),
);
export type Problem = Static<typeof Problem>;

const meanings = {
  400: 'The request does not have the form that is documented here (`request.invalid`; `issues` has every fault for experimenters, the first one for others).',
  401: 'Not signed in, or the token is missing.',
  403: 'Not allowed: somebody else’s session, a change without the request header (`request.header_missing`), or something that the account’s role or the token’s scopes do not include (`account.role_missing`, `account.scope_missing`).',
  404: 'There is no such thing.',
  409: 'It does not fit the present state; nothing was changed.',
  413: 'Larger than this server takes.',
  415: 'Another media type is expected.',
  422: 'Understood, but the content cannot be used; nothing was stored.',
  429: 'Too many attempts; wait as long as Retry-After says.',
  503: 'Not available at the moment.',
} as const;

/**
 * The documented errors of a route, by status. `about` replaces the general sentence, to name the codes.
 * Its type is empty on purpose: handlers return their result and throw errors, they never send them.
 */
export function errors(...statuses: readonly (keyof typeof meanings | readonly [keyof typeof meanings, string])[]): Record<never, never> {
  return Object.fromEntries(
    statuses.map((each) => {
      const [status, about] = typeof each === 'number' ? [each, meanings[each]] : each;
      return [status, { description: about, content: { 'application/problem+json': { schema: ref(Problem) } } }];
    }),
  );
}

/** A documented response that is not JSON: the handler streams it. */
export function file(mediaType: string, description: string) {
  return { description, content: { [mediaType]: { schema: Type.Unsafe<Uint8Array | Readable>({ type: 'string', format: 'binary' }) } } };
}
