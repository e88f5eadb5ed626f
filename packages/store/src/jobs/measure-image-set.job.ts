import { Type } from 'typebox';
import { defineJob } from './job.ts';

/** "Distances between the images of set `imageSetId` are wanted." Those that are there stay, so the job may come twice or late. */
export const measureImageSet = defineJob({
  name: 'measure-image-set',
  version: 1,
  payload: Type.Object({ imageSetId: Type.String({ format: 'uuid' }), distance: Type.String({ minLength: 1, maxLength: 60 }) }, { additionalProperties: false }),
  retry: { limit: 5, delaySeconds: 2, backoff: true },
  expireInSeconds: 6 * 60 * 60,
  key: ({ imageSetId, distance }) => `${imageSetId}/${distance}`,
});
