import { Type } from 'typebox';
import { defineJob } from './job.ts';

const DAY_SECONDS = 24 * 60 * 60;

/**
 * "Run `runId` may have something to do." What is done, and by whom, is decided by the run's row and its lease, so the
 * job may come twice or late without harm.
 */
export const generateIris = defineJob({
  name: 'generate-iris',
  version: 1,
  payload: Type.Object({ runId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  retry: { limit: 5, delaySeconds: 2, backoff: true },
  expireInSeconds: DAY_SECONDS - 1,
  key: ({ runId }) => runId,
});
