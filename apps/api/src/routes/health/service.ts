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
  // Whoever asks meanwhile gets the same answer, so that asking often costs nothing.
  let underWay: Promise<boolean> | undefined;
  return {
    live: () => ({ status: 'ok', version }),
    async check() {
      underWay ??= store.answers().finally(() => (underWay = undefined));
      const answers = await underWay;
      return { status: answers ? 'ok' : 'degraded', version, database: answers ? 'ok' : 'unreachable' };
    },
  };
}
