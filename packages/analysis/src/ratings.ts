import type { Rating } from '@lookalike/alignment';
import { itemsOf, type JudgedSession } from '@lookalike/answers';
import { stimulusKey, taskOf, type FrozenStudy } from '@lookalike/study';

/**
 * What raters said of one condition, to see whether they agree. A category must mean the same for every stimulus: a label does; where the rater
 * chose among the trial's pictures, whether it was the target does.
 */
export function ratingsOf({ configuration }: Pick<FrozenStudy, 'configuration'>, sessions: readonly JudgedSession[], conditionId: string): readonly Rating[] {
  const { form } = taskOf(configuration);
  const isAmongPictures = form === 'side' || form === 'assignment';
  return sessions.flatMap((judged) => itemsOf(judged, conditionId).map(({ targetId, outcome, said }): Rating => ({
    unitId: stimulusKey({ conditionId, targetId }),
    raterId: judged.session.participantId,
    value: isAmongPictures ? String(outcome) : said,
  })));
}
