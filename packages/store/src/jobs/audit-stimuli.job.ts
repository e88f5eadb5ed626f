import { Type } from 'typebox';
import { defineJob } from './job.ts';

/** "Stimuli of set `stimulusSetId` may wait for their audit." Their rows say whether they do, so the job may come twice or late. */
export const auditStimuli = defineJob({
  name: 'audit-stimuli',
  version: 1,
  payload: Type.Object({ stimulusSetId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  retry: { limit: 5, delaySeconds: 2, backoff: true },
  expireInSeconds: 60 * 60,
  key: ({ stimulusSetId }) => stimulusSetId,
});
