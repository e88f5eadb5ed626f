export { createApiClient } from './api-client.ts';
export type { ApiClient, ApiClientOptions } from './api-client.ts';
export { ApiError, dataOf } from './api-error.ts';
export { unfitFiles } from './unfit-files.ts';
export type { components, paths } from './schema.d.ts';
