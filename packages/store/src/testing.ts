// The face for tests of other packages: a database of one's own, made and migrated.
export { createTestDatabase } from './testing/test-database.ts';
export type { TestDatabase } from './testing/test-database.ts';
