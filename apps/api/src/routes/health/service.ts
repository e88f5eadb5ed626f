import type { Dependencies } from '../../dependencies.ts';
import { version } from '../../version.ts';
import type { HealthView, LiveView } from './schemas.ts';

export interface HealthService {
  /** That this process serves at all. */
  live(): LiveView;
  /** Whether it can work; answers within a few seconds, whatever the database does. */
  check(): Promise<HealthView>;
}

export function healthService({ store }: Pick<Dependencies, 'store'>): HealthService {
  return {
    live: () => ({ status: 'ok', version }),
    async check() {
      const answers = await store.answers();
      return { status: answers ? 'ok' : 'degraded', version, database: answers ? 'ok' : 'unreachable' };
    },
  };
}
