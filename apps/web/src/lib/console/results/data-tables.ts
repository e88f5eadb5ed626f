/** The tables of a study's data set, each with what a row is. */
export const dataTables = [
  { name: 'trials', title: 'Trials', meaning: 'Everything that was presented and answered, practice and flagged sessions included.' },
  { name: 'items', title: 'Items', meaning: 'Every IRI that an answered trial showed, with its outcome.' },
  { name: 'sessions', title: 'Sessions', meaning: 'Everybody who entered, with how it ended.' },
  { name: 'stimuli', title: 'Stimuli', meaning: 'Every IRI of every condition, rejected ones too, with its audit.' },
  { name: 'conditions', title: 'Conditions', meaning: 'What the study compares, with its factors.' },
  { name: 'networks', title: 'Networks', meaning: 'The networks whose IRIs are shown.' },
  { name: 'images', title: 'Images', meaning: 'What the targets are made of, with attribution and licence.' },
  { name: 'comments', title: 'Comments', meaning: 'What raters wrote after trials. May be personal.' },
] as const;

export type DataTable = (typeof dataTables)[number]['name'];

export function tableUrl(studyId: string, name: DataTable): string {
  return `/api/studies/${studyId}/dataset/${name}.csv`;
}

/** @param withComments whether what raters wrote is in it */
export function datasetUrl(studyId: string, withComments: boolean): string {
  return `/api/studies/${studyId}/dataset.zip${withComments ? '?comments=true' : ''}`;
}
