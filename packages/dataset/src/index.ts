export { factorColumnName, tableNames, tablesOf } from './tables.ts';
export type { Columns, Table, TableName, TableShape, Tables } from './tables.ts';
export { trialColumns } from './columns/trial-columns.ts';
export type { TrialRow } from './columns/trial-columns.ts';
export type { ItemRow } from './columns/item-columns.ts';
export type { SessionRow } from './columns/session-columns.ts';
export type { StimulusRow } from './columns/stimulus-columns.ts';
export type { ConditionRow } from './columns/condition-columns.ts';
export type { NetworkRow } from './columns/network-columns.ts';
export type { ImageRow } from './columns/image-columns.ts';
export type { CommentRow } from './columns/comment-columns.ts';
export { iriColumns } from './columns/iri-columns.ts';
export type { IriRow } from './columns/iri-columns.ts';

export { rowsToCsv } from './rows-to-csv.ts';
export { rowsFromCsv } from './rows-from-csv.ts';
export { unguarded } from './csv-cell.ts';
export { dataDictionaryCsv } from './data-dictionary.ts';
export { tablesIn } from './dataset-facts.ts';
export type { ConditionFacts, DatasetFacts } from './dataset-facts.ts';
export { datasetDescription } from './dataset-description.ts';
export type { DatasetDescription } from './dataset-description.ts';
export { datasetChanges, datasetReadme } from './dataset-readme.ts';
export { datasetFileNames } from './file-names.ts';
export type { DatasetFileNames } from './file-names.ts';

export type { Column, ColumnType, Row, RowOf, ValueOfType } from './column.ts';
export { DatasetError } from './dataset-error.ts';
