import type { HealthView } from './schemas.ts';

export interface HealthService {
  check(): Promise<HealthView>;
}
