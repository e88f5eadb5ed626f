import { hashOfToken, newSecretToken, sealPerson, type EnteringPerson } from '@lookalike/store';
import type { Secrets } from '@lookalike/secrets';
import type { RaterKind } from '@lookalike/store';
import type { Arrival, LinkParameters } from '@lookalike/recruiting';

/** What the installation's key is used for here. */
const purposes = { token: 'rater token', test: 'test link', preview: 'preview link', address: 'entry address' } as const;

/**
 * The bearer tokens of an entry. They follow from the browser's key, so whoever repeats the entry gets the same one: a
 * reply that was lost costs nothing, and a late one ends nobody's token.
 * @param entryKey of this browser's "Begin"; absent for pages of earlier versions, which have a new token each time
 */
export function entryTokens(secrets: Secrets, entryKey: string | undefined): { readonly entryKeyHash?: string; tokensOf(sessionId: string): readonly [string, ...string[]] } {
  if (entryKey === undefined) {
    const token = newSecretToken();
    return { tokensOf: () => [token] };
  }
  return {
    entryKeyHash: hashOfToken(entryKey),
    tokensOf: (sessionId) => {
      const [first = '', ...earlier] = secrets.keyedHashes(purposes.token, `${sessionId} ${entryKey}`); // One for each of one or more keys.
      return [first, ...earlier];
    },
  };
}

/** Whom the platform names, as it is stored: tests and programs are other people than raters of the same name. */
export function enteringPerson(secrets: Secrets, kind: RaterKind, { person, submission }: Extract<Arrival, { kind: 'person' }>, parameters: LinkParameters): EnteringPerson {
  return sealPerson(secrets, { person: `${kind}:${person}`, submission, parameters });
}

/** What a test link of a study carries. */
export function testKeyOf(secrets: Secrets, studyId: string): string {
  return secrets.sign(purposes.test, studyId);
}

export function isTestKey(secrets: Secrets, studyId: string, testKey: string): boolean {
  return secrets.verify(purposes.test, studyId, testKey);
}

/** What a preview link of a study carries: it shows what raters will see, and begins nothing. */
export function previewKeyOf(secrets: Secrets, studyId: string): string {
  return secrets.sign(purposes.preview, studyId);
}

export function isPreviewKey(secrets: Secrets, studyId: string, previewKey: string): boolean {
  return secrets.verify(purposes.preview, studyId, previewKey);
}

/** Where an entry came from, for one day. */
export function addressHashOf(secrets: Secrets, address: string, now: Date): string {
  return secrets.keyedHash(purposes.address, `${now.toISOString().slice(0, 10)} ${address}`);
}
