import { alignmentScore, responseCriterion, type Interval, type KnownAnswer } from '@lookalike/alignment';
import { mainTrials, type JudgedSession, type JudgedTrial } from '@lookalike/answers';
import { taskOf, type FrozenStudy } from '@lookalike/study';
import { countedSessions } from '../counted-answers.ts';
import { given, notGiven, type Given } from '../given.ts';
import type { AnalysisInput, AnalysisSettings } from '../section.ts';
import type { Bias } from './bias.ts';
import { responseTimes } from './response-times.ts';

type Share = NonNullable<Bias['leftShare']['value']>;

const noSensitivity = {
  code: 'decision_rule_unknown',
  text: 'No d′ is given: a rater may compare the query with one option, with both, or the options with each other, and what d′ a share of right answers stands for depends on which. Catch trials are too easy to tell.',
};

export function biasOf(input: AnalysisInput, settings: AnalysisSettings): Bias {
  const { study } = input.context;
  const sessions = countedSessions(input, settings);
  const main = sessions.flatMap((judged) => mainTrials(judged).map((trial) => ({ raterId: judged.session.participantId, ...trial })));
  const catches = main.filter(({ trial }) => trial.role === 'catch');
  const accuracy = catches.length === 0 ? notGiven('no_catch_trials', 'No catch trial was answered by anybody whose answers count.') : given(shareOverRaters(catches.map(({ raterId, isRight }) => ({ raterId, isHit: isRight === true }))));
  return {
    leftShare: leftShareOf(study, main),
    catchAccuracy: accuracy,
    lapse: accuracy.value === null ? accuracy : given(lapseOf(accuracy.value, guessOfCatch(study, catches))),
    criterion: criterionOf(study, catches),
    sensitivity: noSensitivity,
    responseTimes: responseTimes(study, sessions),
    unanswered: main.filter(({ response }) => response.answer === null).length,
  };
}

type RaterTrial = JudgedSession['trials'][number] & { readonly raterId: string };

function leftShareOf({ configuration }: FrozenStudy, main: readonly RaterTrial[]): Bias['leftShare'] {
  const task = taskOf(configuration);
  if (task.form !== 'side') return notGiven('no_sides', 'Answers of this task are no sides.');
  const sides = main.flatMap(({ raterId, trial, response: { answer } }) => (answer === null ? [] : [{ raterId, isHit: task.placeOf(trial, answer) === 'left' }]));
  return sides.length === 0 ? notGiven('no_answers', 'There are no answers that count.') : given(shareOverRaters(sides));
}

/** A share of trials whose pictures do not matter: each trial is a target of its own, and answers of one rater go together. */
function shareOverRaters(trials: readonly { readonly raterId: string; readonly isHit: boolean }[]): Share {
  const { estimate, interval, n } = alignmentScore({ trials: trials.map(({ raterId, isHit }, index) => ({ raterId, targetId: String(index), outcome: Number(isHit) })), chance: 0 });
  return { estimate: estimate!, interval: interval!, n: { trials: n.trials, raters: n.raters } }; // There are trials.
}

/** What guessing gives in a catch trial: that of the task, or of a whole assignment, which must be right in all places. */
function guessOfCatch({ configuration }: FrozenStudy, catches: readonly JudgedTrial[]): number {
  const task = taskOf(configuration);
  const chance = task.chance(configuration.task);
  if (task.form !== 'assignment' || catches.length === 0) return chance;
  let orders = 1;
  for (let size = task.groupSize(configuration.task); size > 1; size--) orders *= size;
  return 1 / orders;
}

function lapseOf({ estimate, interval, n }: Share, guess: number): Share {
  const lapse = (accuracy: number): number => Math.min(1, (1 - accuracy) / (1 - guess));
  const limits: Interval = { ...interval, lower: lapse(interval.upper), upper: lapse(interval.lower), method: `${interval.method}; of the accuracy in catch trials, carried over` };
  return { estimate: lapse(estimate), interval: limits, n };
}

function criterionOf({ configuration }: FrozenStudy, catches: readonly RaterTrial[]): Given<NonNullable<Bias['criterion']['value']>> {
  const task = taskOf(configuration);
  if (task.form !== 'side') return notGiven('no_sides', 'Answers of this task are no sides.');
  const answers = catches.flatMap(({ raterId, trial, response: { answer }, isRight }): KnownAnswer[] => {
    if (answer === null) return [];
    const saidLeft = task.placeOf(trial, answer) === 'left';
    return [{ raterId, saidLeft, isLeftRight: saidLeft === (isRight === true) }];
  });
  const { estimate, interval, trials, raters } = responseCriterion(answers);
  return estimate === null || interval === null ? notGiven('no_catch_trials', 'A criterion needs answered catch trials with the right option on the left, and others with it on the right.') : given({ estimate, interval, n: { trials, raters } });
}
