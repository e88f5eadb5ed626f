export { newKey, shortestKey } from './keys.ts';
export { openSecrets } from './secrets.ts';
export type { Secrets } from './secrets.ts';
export { SecretsError } from './secrets-error.ts';
export { hashPassword, isShortPassword, passwordMatches, randomPassword, shortestPassword, unmatchableHash } from './password.ts';
