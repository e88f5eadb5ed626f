import type { IriConfiguration } from '@lookalike/iri';
import type { IriView, RunRequest, RunView } from './schemas.ts';

export interface RunService {
  defaultConfiguration(): IriConfiguration;
  list(): Promise<RunView[]>;
  /** @throws ApiError run.not_found */
  get(runId: string): Promise<RunView>;
  iris(runId: string): Promise<IriView[]>;
  /** @throws ApiError network.not_found, images.set_not_found, run.layer_not_found, run.configuration_invalid */
  start(request: RunRequest): Promise<RunView>;
  /** @throws ApiError run.already_finished */
  cancel(runId: string): Promise<RunView>;
  /** PNG bytes. @throws ApiError run.no_iris_yet */
  contactSheet(runId: string): Promise<Uint8Array>;
}
