import type { Block } from '../document.ts';
import type { StudyReportRequest } from './study-report-request.ts';

/** Examples of what raters saw. */
export function stimuliBlocks({ pictures, facts: { study } }: StudyReportRequest): Block[] {
  return [
    { kind: 'heading', text: 'Stimuli' },
    ...(pictures.length === 0
      ? [{ kind: 'paragraph', text: study.stimuli.length === 0 ? 'A draft shows nothing yet.' : 'The pictures could not be read.' } as const]
      : [{ kind: 'paragraph', text: 'Examples, drawn by the study’s seed, small: the target, and what conditions show for it. The data set has every picture at its size, and whose it is.' } as const, { kind: 'pictures', pictures } as const]),
  ];
}
