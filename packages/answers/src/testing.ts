export { exampleContext, exampleStudy, observedSession, responseTo, sessionWith } from './example-answers.test-data.ts';
export { cellsOf, csvTables } from './tables.test-data.ts';
