import { isFromProlific } from '@lookalike/recruiting/clients';
import { hastenReading, openPlatformHooks, takePlatformEvent } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';

export interface PlatformMessage {
  readonly studyId: string;
  readonly eventId: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Uint8Array;
}

export interface PlatformMessages {
  /** Takes a message of Prolific: the study is read soon. It says no more than that something changed, and comes in any order. @throws ApiError platform.message_refused */
  takeFromProlific(message: PlatformMessage): Promise<void>;
}

/** Several messages within this time are followed by one reading. */
const collectMs = 5_000;

export function platformMessages({ store, secrets, now }: Pick<Dependencies, 'store' | 'secrets' | 'now'>): PlatformMessages {
  return {
    async takeFromProlific({ studyId, eventId, timestamp, signature, body }) {
      const hooks = await openPlatformHooks(store.prisma, secrets, { studyId, platform: 'prolific' });
      // Whoever sends to a study that wants no messages learns no more than one whose signature is wrong.
      if (hooks === undefined || !isFromProlific({ timestamp, signature, body }, hooks.secret, now())) {
        throw new ApiError('platform.message_refused', 'The message is not signed with this study’s secret, or too old.', { fix: 'Subscribe anew.' });
      }
      if (eventId !== undefined && !(await takePlatformEvent(store.prisma, { studyId, eventId: eventId.slice(0, 200), now: now() }))) return;
      await hastenReading(store.prisma, studyId, new Date(now().getTime() + collectMs));
    },
  };
}
