export { closed } from './closed.ts';
export { schemaIssues } from './schema-issues.ts';
