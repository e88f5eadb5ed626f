import { getContext, setContext } from 'svelte';
import type { StudyView } from '../../api/views.ts';
import type { Resource } from '../resource.svelte.ts';
import { useAnalysis, type Analysis, type AnalysisAsked, type AnalysisOf, type SectionName } from './analysis.svelte.ts';

/** What all pages of a study's results are about. */
export interface ResultsQuestion {
  readonly study: Resource<StudyView>;
  /** Undefined as long as it is not known whose answers there are. */
  readonly asked: AnalysisAsked | undefined;
}

const key = Symbol('results');

export function provideResultsQuestion(question: ResultsQuestion): void {
  setContext(key, question);
}

export function useResultsQuestion(): ResultsQuestion {
  return getContext<ResultsQuestion>(key);
}

/** Answers come all the time while a study is live; scores are soon computed, the rest is not. */
const SCORES_EVERY_MS = 10_000;
const OTHERS_EVERY_MS = 60_000;

/** A section of the results that the pages are about. To be called while a component is being made. */
export function useSection<Section extends SectionName>(section: Section): Analysis<AnalysisOf<Section>> {
  const question = useResultsQuestion();
  return useAnalysis(
    section,
    () => question.asked,
    () => (question.study.value?.status === 'live' ? (section === 'scores' ? SCORES_EVERY_MS : OTHERS_EVERY_MS) : undefined),
  );
}
