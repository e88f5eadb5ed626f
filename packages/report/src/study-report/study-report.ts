import type { ReportDocument } from '../document.ts';
import { htmlOf } from '../html-of.ts';
import { attritionBlocks } from './attrition-blocks.ts';
import { differencesBlocks } from './differences-blocks.ts';
import { effectsBlocks } from './effects-blocks.ts';
import { exclusionsBlocks } from './exclusions-blocks.ts';
import { limitsBlocks } from './limits-blocks.ts';
import { methodsBlocks } from './methods-blocks.ts';
import { objectivesBlocks } from './objectives-blocks.ts';
import { overviewBlocks } from './overview-blocks.ts';
import { provenanceBlocks } from './provenance-blocks.ts';
import { referencesBlocks } from './references-blocks.ts';
import { reliabilityBlocks } from './reliability-blocks.ts';
import { resultsBlocks } from './results-blocks.ts';
import { stimuliBlocks } from './stimuli-blocks.ts';
import type { StudyReportRequest } from './study-report-request.ts';

const parts = [overviewBlocks, methodsBlocks, resultsBlocks, differencesBlocks, effectsBlocks, objectivesBlocks, reliabilityBlocks, exclusionsBlocks, attritionBlocks, stimuliBlocks, limitsBlocks, provenanceBlocks, referencesBlocks] as const;

/** The results of a study as a document, without any markup. */
export function studyReportOf(request: StudyReportRequest): ReportDocument {
  return { title: request.facts.study.configuration.title, blocks: parts.flatMap((part) => part(request)) };
}

/** The same as one HTML file: it loads nothing, runs nothing, and prints well. */
export function studyReport(request: StudyReportRequest): string {
  return htmlOf(studyReportOf(request));
}
