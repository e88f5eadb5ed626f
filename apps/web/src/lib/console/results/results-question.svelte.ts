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

/** Answers come all the time while a study is live: scores are soon computed, others take a while, and a model is only fitted when somebody asks. */
const EVERY_MS: Readonly<Record<SectionName, number | undefined>> = {
  scores: 10_000, comparison: 60_000, effects: 60_000, objectives: 60_000, reliability: 60_000, exclusions: 60_000, stimuli: 60_000, bias: 60_000, observers: 60_000, attrition: 60_000, model: undefined,
};

/** A section of the results that the pages are about. To be called while a component is being made. */
export function useSection<Section extends SectionName>(section: Section): Analysis<AnalysisOf<Section>> {
  const question = useResultsQuestion();
  return useAnalysis(
    section,
    () => question.asked,
    () => (question.study.value?.status === 'live' ? EVERY_MS[section] : undefined),
  );
}
