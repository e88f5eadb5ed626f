import type { ItemRow, Row } from '@lookalike/dataset';
import { stimulusKey } from '@lookalike/study';
import type { JudgedSession, JudgedTrial } from '../judge-session.ts';
import type { RowContext } from '../study-facts.ts';
import { factorCells } from './trial-row.ts';

/** Everything that an answered trial showed of conditions, or as foils, as rows of the table of items. */
export function itemRows({ session, exclusionReasons }: JudgedSession, { trial, response, items }: JudgedTrial, context: RowContext): readonly (ItemRow & Row)[] {
  return items.map((item, index) => {
    const condition = context.conditionOf.get(item.conditionId ?? '');
    return {
      trial_id: response.responseId,
      item_index: index,
      study_id: context.id,
      participant_id: session.participantId,
      session_id: session.id,
      phase: trial.phase,
      round: trial.round,
      task: context.study.configuration.task.name,
      role: trial.role,
      condition_id: item.conditionId,
      condition_name: condition?.name,
      iri_id: item.iriId,
      target_id: item.targetId,
      target_label: condition === undefined ? undefined : context.stimulusOf.get(stimulusKey({ conditionId: condition.conditionId, targetId: item.targetId }))?.label,
      outcome: item.outcome,
      chance: item.chance,
      said: item.said,
      is_excluded: exclusionReasons.length > 0,
      is_test: session.kind === 'test',
      is_simulated: session.kind === 'simulated',
      ...factorCells(condition),
    };
  });
}
