import type { FastifyInstance } from 'fastify';

const kibibyte = 1024;

/**
 * Bytes of a JSON body, at most, by what it holds: as many as the longest one that its schema allows needs, and no more.
 * Reading a body stops everybody else, so what a stranger may send is checked in no time. Forms with files are not
 * JSON: they are streamed and held to limits of their own (`uploads.ts`).
 */
export const bodyLimits = {
  /** Routes that expect none, routes that expect a form, and addresses that no route takes. */
  none: kibibyte,
  signIn: 4 * kibibyte,
  /** Two passwords of 1,024 characters, of up to four bytes each. */
  password: 12 * kibibyte,
  account: 2 * kibibyte,
  apiToken: 2 * kibibyte,
  /** Twenty parameters of a link. */
  entry: 8 * kibibyte,
  /** One step of a session, without answers. */
  step: 2 * kibibyte,
  /** A batch of answers; the rater's page cuts its batches to this. */
  answers: 32 * kibibyte,
  /** With a mask in figures among a network’s further inputs. */
  preprocessing: 1024 * kibibyte,
  /** Forty tags. */
  tags: 64 * kibibyte,
  /** Twenty layers and twenty terms. */
  run: 32 * kibibyte,
  /** Texts of 46,000 characters, of up to four bytes each, and sixty conditions. */
  study: 256 * kibibyte,
  /** A reason and a note. */
  session: 16 * kibibyte,
  /** Fifty authors. */
  operation: 64 * kibibyte,
  /** Of a platform: it names what has changed. */
  message: 16 * kibibyte,
  /** A thousand ids, and a text. */
  submissions: 64 * kibibyte,
} as const;

const methodsWithBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Lets no route be registered that takes a body and does not say how large it may be. Call before any route. */
export function requireBodyLimits(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, bodyLimit }) => {
    const takesBody = [method].flat().some((each) => methodsWithBody.has(each));
    if (takesBody && bodyLimit === undefined) throw new Error(`${String(method)} ${url} takes a body and has no bodyLimit: choose one of http/body-limits.ts.`);
  });
}
