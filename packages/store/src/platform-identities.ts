import type { Secrets } from '@lookalike/secrets';
import { RaterSessionState } from './generated/enums.ts';
import { fromJson } from './json-column.ts';
import type { Database, Store } from './store.ts';

/** What the installation's key is used for here. */
const PERSON = 'person';
const SUBMISSION = 'submission';
export const IDENTITY = 'platform identity';

/** So long is it kept what a platform calls somebody who declined or withdrew, where nobody settles it before. */
export const identityDays = 30;

/** Parameters of a rater's link. */
export type LinkParameters = Readonly<Record<string, string>>;

/** What of a platform's person is stored, so that nobody without the key can read it. @param person with its kind, such as `person:PROLIFIC_PID:5f…` */
export function sealPerson(secrets: Secrets, { person, submission, parameters }: { readonly person: string; readonly submission?: string | undefined; readonly parameters: LinkParameters }) {
  return {
    hashes: secrets.keyedHashes(PERSON, person),
    ...(submission === undefined ? {} : { submissionHashes: secrets.keyedHashes(SUBMISSION, submission) }),
    sealed: secrets.encrypt(IDENTITY, JSON.stringify(parameters)),
  };
}

/** What the link of a recruiting platform said of this session's rater; undefined where it said nothing, or where it is forgotten. */
export async function findPlatformParameters(db: Database, secrets: Secrets, sessionId: string): Promise<LinkParameters | undefined> {
  const row = await db.platformIdentity.findUnique({ where: { sessionId }, select: { sealed: true } });
  const sealed = row?.sealed ?? undefined;
  return sealed === undefined ? undefined : openIdentity(secrets, sealed);
}

/** Reads what `sealPerson` sealed. @throws SecretsError secrets.key_unknown, secrets.unreadable */
export function openIdentity(secrets: Secrets, sealed: string): LinkParameters {
  return JSON.parse(secrets.decrypt(IDENTITY, sealed)) as LinkParameters; // Only sealPerson writes it.
}

/** Forgets what a platform calls this session's rater; that it is the same person again stays recognisable. */
export async function forgetIdentity(db: Database, sessionId: string): Promise<void> {
  await db.platformIdentity.updateMany({ where: { sessionId }, data: { sealed: null } });
}

/** Forgets the ids of those who declined or withdrew, once that is settled, and after thirty days in any case. @returns how many */
export async function forgetSettledIdentities(db: Database, now: Date): Promise<number> {
  const longAgo = new Date(now.getTime() - identityDays * 24 * 60 * 60_000);
  const { count } = await db.platformIdentity.updateMany({
    where: {
      sealed: { not: null },
      session: { state: { in: [RaterSessionState.withdrawn, RaterSessionState.no_consent] }, OR: [{ settledAt: { not: null } }, { endedAt: { lt: longAgo } }] },
    },
    data: { sealed: null },
  });
  return count;
}

const PAGE_SIZE = 200;

/** Encrypts what earlier versions wrote in plain text, and removes the plain text. Of who withdrew or declined only the hash stays, as those versions promised. @returns how many */
export async function sealEarlierIdentities(store: Store, secrets: Secrets): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await store.prisma.earlierPlatformIdentity.findMany({ take: PAGE_SIZE, orderBy: { sessionId: 'asc' }, include: { session: { select: { state: true } } } });
    if (rows.length === 0) return count;
    await store.transaction(async (tx) => {
      await tx.platformIdentity.createMany({
        skipDuplicates: true,
        data: rows.map(({ sessionId, studyId, personKey, parameters, session: { state } }) => {
          const known = fromJson<LinkParameters>(parameters);
          const { hashes, submissionHashes, sealed } = sealPerson(secrets, { person: personKey, submission: known['SESSION_ID'], parameters: known });
          const isOver = state === RaterSessionState.withdrawn || state === RaterSessionState.no_consent;
          return { sessionId, studyId, personHash: hashes[0] ?? '', submissionHash: submissionHashes?.[0] ?? null, sealed: isOver ? null : sealed };
        }),
      });
      await tx.earlierPlatformIdentity.deleteMany({ where: { sessionId: { in: rows.map(({ sessionId }) => sessionId) } } });
    });
    count += rows.length;
  }
}
