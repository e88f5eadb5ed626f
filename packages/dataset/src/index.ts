export { trialColumns } from './trial-columns.ts';
export type { TrialRow } from './trial-columns.ts';
export { trialRowsToCsv } from './trial-rows-to-csv.ts';
export { rowsToCsv } from './rows-to-csv.ts';
export { iriColumns } from './iri-columns.ts';
export type { IriRow } from './iri-columns.ts';
export { unguarded } from './csv-cell.ts';

export { dataDictionaryCsv } from './data-dictionary.ts';
export { datasetDescription } from './dataset-description.ts';
export type { DatasetDescription, DatasetFacts } from './dataset-description.ts';
export { datasetChanges, datasetReadme } from './dataset-readme.ts';
export { datasetFileNames } from './file-names.ts';
export type { DatasetFileNames } from './file-names.ts';

export type { Column, ColumnType, RowOf } from './column.ts';
export { DatasetError } from './dataset-error.ts';
