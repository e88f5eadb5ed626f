/** Where the files of a data set lie in its folder, by Psych-DS 1.5. */
export interface DatasetFileNames {
  readonly folder: string;
  readonly data: string;
  readonly dictionary: string;
  readonly description: string;
  readonly readme: string;
  readonly changes: string;
  readonly contactSheet: string;
}

/**
 * Names the files of a data set after the study's title. Psych-DS allows only letters and digits in a keyword's value, so
 * every other character is dropped; a title without any gives `untitled`.
 */
export function datasetFileNames(studyTitle: string): DatasetFileNames {
  // NFKD parts accents from their letters, which are then kept without them.
  const slug = studyTitle.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 40) || 'untitled';
  return {
    folder: `lookalike-${slug}`,
    data: `data/study-${slug}_task-2afc_data.csv`,
    dictionary: 'documentation/data-dictionary.csv',
    description: 'dataset_description.json',
    readme: 'README.md',
    changes: 'CHANGES',
    contactSheet: 'materials/contact-sheet.png',
  };
}
