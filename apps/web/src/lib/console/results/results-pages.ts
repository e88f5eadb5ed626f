/** The pages of a study's results: the last part of the address, and what it is called. */
const pages = [
  ['', 'Scores'],
  ['comparison', 'Comparison'],
  ['effects', 'Effects'],
  ['objectives', 'Objectives'],
  ['reliability', 'Reliability'],
  ['exclusions', 'Exclusions'],
  ['stimuli', 'Stimuli'],
  ['answers', 'Answers'],
  ['observers', 'Observers'],
  ['model', 'Model'],
] as const;

export function resultsPages(studyId: string): readonly { readonly href: string; readonly label: string }[] {
  return pages.map(([name, label]) => ({ href: `/console/studies/${studyId}/results${name === '' ? '' : `/${name}`}`, label }));
}
