import type { Block } from '../document.ts';
import type { StudyReportRequest } from './study-report-request.ts';
import { whoAnswered } from './who.ts';

/** What the numbers do not say. */
export function limitsBlocks({ settings: { raterKind }, revisions, results: { comparison } }: StudyReportRequest): Block[] {
  const { warning } = whoAnswered[raterKind];
  const isExploratory = 'result' in comparison && comparison.result.comparison.value !== null && comparison.result.comparison.value.differences.every(({ standing }) => standing === 'exploratory');
  return [
    { kind: 'heading', text: 'What this does not say' },
    { kind: 'list', items: [
      ...(warning === undefined ? [] : [warning]),
      'A score is of these stimuli: of this layer, objective, seed and way of generating. Another objective can rank networks otherwise; IRIs that fool a network at one layer need not at another.',
      'A network whose IRIs converged less well (larger d, fewer accepted) is measured on other images than one whose IRIs converged better: read a difference beside its adjusted and matched forms.',
      'A difference whose interval contains 0 is no proof that there is none; the test of equivalence is one, where its margin was set before.',
      ...(isExploratory ? ['No difference was preregistered: all are exploratory, whatever their p.'] : []),
      'Raters are those who came by this way of recruiting, on their own screens. The intervals hold for other such raters and other such targets, not for everybody or every image.',
      'No d′ is given: how raters decide between pictures is not known, and d′ depends on it.',
      ...(revisions.length > 1 ? ['Answers came while this was computed: its sections are not all of the same answers. Make it again when the study is closed.'] : []),
    ] },
  ];
}
