import type { Secrets } from '@lookalike/secrets';
import { RaterSessionState } from './generated/enums.ts';
import { fromJson } from './json-column.ts';
import type { Database, Store } from './store.ts';

/** What the installation's key is used for here. */
const PERSON = 'person';
const SUBMISSION = 'submission';
export const IDENTITY = 'platform identity';

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
