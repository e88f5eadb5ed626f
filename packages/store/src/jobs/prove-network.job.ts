import { Type } from 'typebox';
import { defineJob } from './job.ts';

/** "The proof of network `networkId` may wait to be computed." The network's row says whether it does, so the job may come twice or late. */
export const proveNetwork = defineJob({
  name: 'prove-network',
  version: 1,
  payload: Type.Object({ networkId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
  retry: { limit: 5, delaySeconds: 2, backoff: true },
  expireInSeconds: 60 * 60,
  key: ({ networkId }) => networkId,
});
