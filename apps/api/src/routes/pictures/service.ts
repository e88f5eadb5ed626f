import { padFile } from '@lookalike/images';
import type { Dependencies } from '../../dependencies.ts';
import { fileNotFound } from '../files/service.ts';
import type { LaunchedStudies } from '../rater/launched-study.ts';
import { readPictureName } from './address.ts';
import { sessionPictures } from './session-pictures.ts';

export interface PictureService {
  /** The bytes of a picture, as long as all others of its phase. @throws ApiError file.not_found for an address that was not made here */
  picture(sessionId: string, name: string): Promise<Uint8Array>;
}

/** Pictures of raters' trials. Whoever has an address got it with the trial, so it is all that is asked for. */
export function pictureService({ store, blobs, secrets }: Pick<Dependencies, 'store' | 'blobs' | 'secrets'>, studies: LaunchedStudies): PictureService {
  const picturesOf = sessionPictures({ store }, studies);
  return {
    async picture(sessionId, name) {
      const ref = readPictureName(secrets, sessionId, name);
      const picture = ref && (await picturesOf(sessionId))?.(ref);
      if (picture === undefined) throw fileNotFound();
      // Padded anew each time: that is a copy, next to nothing beside reading the file.
      return padFile(await blobs.get(picture.hash), picture.byteCount);
    },
  };
}
