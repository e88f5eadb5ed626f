/** The tables of a study's data set, each with what a row is. */
export const dataTables = [
  { name: 'trials', title: 'Trials', meaning: 'A row for everything presented and answered.' },
  { name: 'items', title: 'Items', meaning: 'A row for each IRI of a trial, with its outcome.' },
  { name: 'sessions', title: 'Sessions', meaning: 'A row for each rater’s session, with its flags.' },
  { name: 'stimuli', title: 'Stimuli', meaning: 'A row for each stimulus of each condition.' },
  { name: 'conditions', title: 'Conditions', meaning: 'A row for each condition, with its factors and its score.' },
  { name: 'networks', title: 'Networks', meaning: 'A row for each network, with its file’s hash.' },
  { name: 'images', title: 'Images', meaning: 'A row for each picture: label, licence, source.' },
  { name: 'comments', title: 'Comments', meaning: 'What raters wrote after trials.' },
] as const;

export function tableUrl(studyId: string, name: string): string {
  return name === 'trials' ? `/api/studies/${studyId}/dataset.csv` : `/api/studies/${studyId}/tables/${name}.csv`;
}

export function datasetUrl(studyId: string, withComments: boolean): string {
  return `/api/studies/${studyId}/dataset.zip${withComments ? '?comments=yes' : ''}`;
}
