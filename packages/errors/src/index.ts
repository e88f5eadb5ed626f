export { LookalikeError, issuesMessage } from './lookalike-error.ts';
export type { ErrorDetails, Issue } from './lookalike-error.ts';
export { assertNever } from './assert-never.ts';
