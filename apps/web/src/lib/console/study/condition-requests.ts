import type { ConditionRequest, StudyView } from '../../api/views.ts';

/** The conditions that a study has, as the API takes them: what is sent with a changed configuration. */
export function conditionRequests({ conditions }: Pick<StudyView, 'conditions'>): ConditionRequest[] {
  return conditions.map(({ name, runId, reference, stimuli }) => ({ name, ...(runId !== null && { runId }), ...(reference !== null && { reference }), ...(stimuli !== null && { stimuli }) }));
}
