import { tableNames, type TableName } from './tables.ts';

/** Where the files of a data set lie in its folder, by Psych-DS 1.5. */
export interface DatasetFileNames {
  readonly folder: string;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly dictionary: string;
  readonly description: string;
  readonly readme: string;
  readonly changes: string;
  readonly configuration: string;
  /** The study as it was frozen: what plans and judgements are made from. */
  readonly study: string;
  readonly analysis: string;
  readonly contactSheet: string;
  /** Folder of the pictures themselves, each named by the SHA-256 of its file. */
  readonly stimuli: string;
}

/**
 * Names the files of a data set after the study's title. Psych-DS allows only letters and digits in a keyword's value, so
 * every other character is dropped; a title without any gives `untitled`.
 */
export function datasetFileNames({ studyTitle, taskName }: { readonly studyTitle: string; readonly taskName: string }): DatasetFileNames {
  // NFKD parts accents from their letters, which are then kept without them.
  const keyword = (text: string): string => text.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 40);
  const slug = keyword(studyTitle) || 'untitled';
  const table = (name: TableName): string => `data/study-${slug}_task-${keyword(taskName)}_description-${name}_data.csv`;
  return {
    folder: `lookalike-${slug}`,
    tables: Object.fromEntries(tableNames.map((name) => [name, table(name)])) as Record<TableName, string>, // Made of all its keys.
    dictionary: 'documentation/data-dictionary.csv',
    description: 'dataset_description.json',
    readme: 'README.md',
    changes: 'CHANGES',
    configuration: 'materials/study-configuration.json',
    study: 'materials/study.json',
    analysis: 'analysis/analysis.json',
    contactSheet: 'materials/contact-sheet.png',
    stimuli: 'stimuli',
  };
}
