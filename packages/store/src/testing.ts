// The face for tests of other packages: databases of their own, made and migrated.
export { createPostgresTestDatabase, createTestDatabase, MIGRATIONS, testDatabases } from './testing/test-database.ts';
export type { TestDatabase, TestDatabaseOptions } from './testing/test-database.ts';
