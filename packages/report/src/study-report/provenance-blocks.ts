import type { Block } from '../document.ts';
import type { StudyReportRequest } from './study-report-request.ts';

/** What names everything that this was made of, and how to make it again. */
export function provenanceBlocks({ facts: { id, version, configurationHash, study }, settings: { raterKind, include }, stimuliHash, revisions, versions, computedAt, operation }: StudyReportRequest): Block[] {
  return [
    { kind: 'heading', text: 'Hashes, and how to compute this again' },
    { kind: 'facts', facts: [
      ['Study', `${id}, version ${version}`],
      ['Configuration', configurationHash],
      ['Stimuli', stimuliHash ?? 'not frozen'],
      ['Answers', revisions.join(', ') || 'of the data set'],
      ['Seed', study.configuration.randomSeed],
      ['Lookalike', versions.app],
      ['Statistics', versions.statistics],
      ['Computed', computedAt.toISOString()],
      ...(operation === undefined || operation.dataLicence === '' ? [] : [['Licence of the data', operation.dataLicence] as const]),
    ] },
    { kind: 'table', columns: ['Condition', 'Content address'], rows: study.conditions.map(({ name, conditionId }) => [name, conditionId]) },
    { kind: 'paragraph', text: `Without a server: download the study’s data set (dataset.zip) and run “lookalike analyse dataset.zip --kind ${raterKind} --include ${include}”; other sections by “--section comparison --json” and so on. It checks every hash first. Scores are equal to the last digit.` },
  ];
}
