export { schemaIssues } from './schema-issues.ts';
