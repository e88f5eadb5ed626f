import type { Secrets } from '@lookalike/secrets';
import type { PictureRef } from '@lookalike/study';

const purpose = 'picture';

/**
 * Where a rater's browser finds a picture of one of its trials. Nobody can make an address without the installation's key, and two addresses
 * of the same file have nothing in common.
 */
export function pictureUrl(secrets: Pick<Secrets, 'sign'>, sessionId: string, { trialIndex, round, slot }: PictureRef): string {
  const place = `${trialIndex}-${round}-${slot}`;
  return `/api/rater/pictures/${sessionId}/${place}.${secrets.sign(purpose, `${sessionId}/${place}`)}`;
}

/** The picture that an address's last part names; undefined where the address was not made here for this session. */
export function readPictureName(secrets: Pick<Secrets, 'verify'>, sessionId: string, name: string): PictureRef | undefined {
  const [, place, trialIndex, round, slot, signature] = /^((\d+)-(\d+)-([a-z0-9-]+))\.([\w-]{43})$/.exec(name) ?? [];
  if (place === undefined || slot === undefined || signature === undefined || !secrets.verify(purpose, `${sessionId}/${place}`, signature)) return undefined;
  return { trialIndex: Number(trialIndex), round: Number(round), slot };
}
