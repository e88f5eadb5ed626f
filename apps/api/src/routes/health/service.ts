import { databaseAnswers } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { version } from '../../version.ts';
import type { HealthView } from './schemas.ts';

export interface HealthService {
  check(): Promise<HealthView>;
}

export function healthService({ store }: Pick<Dependencies, 'store'>): HealthService {
  return {
    async check() {
      const answers = await databaseAnswers(store.prisma);
      return { status: answers ? 'ok' : 'degraded', version, database: answers ? 'ok' : 'unreachable' };
    },
  };
}
