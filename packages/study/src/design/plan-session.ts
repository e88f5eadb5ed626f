import { createRandom, type Random } from '@lookalike/random';
import { checkStimuli } from '../check-stimuli.ts';
import type { FrozenStudy } from '../frozen-study.ts';
import { StudyError } from '../study-error.ts';
import { taskOf } from '../tasks/index.ts';
import type { PlannedTrial, TaskTrial } from '../trial.ts';
import { arrangeTrials } from './arrange-trials.ts';
import { groupStimuli } from './group-stimuli.ts';
import { unitsOf } from './units.ts';
import { showingsOf } from './windows.ts';

/** A trial without its place in the session: what the task plans. */
type Unplaced = TaskTrial;

/**
 * Plans one session: practice (round 0), then scored and catch trials. A pure function of its arguments.
 *
 * Groups of targets that a trial shows together (one target, or a set) stand in a permutation drawn from the study's seed; `showingsOf` says which
 * of them a session shows for which condition. What a trial is, is the task's; the order is `arrangeTrials`'.
 * @param planIndex which of the study's plans, from 0; each session of a kind has its own
 * @throws study.plan_impossible when `checkStimuli` has issues; call that first.
 */
export function planSession(study: FrozenStudy, planIndex: number): PlannedTrial[] {
  const issues = checkStimuli(study);
  if (issues[0] !== undefined) throw new StudyError('study.plan_impossible', `${issues[0].message} ${issues[0].fix}`, { issues });
  if (!Number.isSafeInteger(planIndex) || planIndex < 0) {
    throw new StudyError('study.plan_index', `planIndex is ${planIndex}. Expected a whole number from 0.`, { planIndex });
  }
  const { configuration, stimuli } = study;
  const { catchCount, practiceCount, blockSize } = configuration.trials;
  const { targets, perCondition } = configuration.design;
  const task = taskOf(configuration);
  const settings = configuration.task;
  const studyRng = createRandom(configuration.randomSeed).child('plan');
  const rng = studyRng.child(`session-${planIndex}`);

  const { conditionIds, stimulusOf } = groupStimuli(stimuli);
  const size = task.groupSize(settings);
  // Sets that were made at launch stay together; else the session draws its own from its window of targets.
  const units = unitsOf(study);
  const perSession = study.sets === undefined ? perCondition : perCondition / size;
  const showings = showingsOf({ targets, conditionCount: conditionIds.length, groupCount: units.length, perCondition: perSession, planIndex });
  const firstSide = studyRng.child('first-side').integer(2);
  const setOrder = size === 1 || study.sets !== undefined ? undefined : rng.child('sets');

  const scored = conditionIds.map((conditionId, position) => {
    const shown = (showings[position] ?? []).map(({ group, turn }) => ({ targetIds: units[group] as readonly string[], turn: turn + firstSide })); // Inside the array by the modulo.
    // The same sets for every condition that shares targets: their permutation is drawn from the position in the window.
    const trials = setOrder === undefined ? shown : inSets(shown, size, setOrder.child(targets === 'shared' ? 'shared' : conditionId));
    return trials.map(({ targetIds, turn }, index): Unplaced =>
      task.scored({ settings, study, stimuli: targetIds.map((targetId) => stimulusOf(conditionId, targetId)), turn, rng: rng.child(`trial-${position}-${index}`), sessionRng: rng.child('task') }));
  });

  const shownTargetIds = new Set(scored.flat().flatMap(({ items }) => items.map(({ targetId }) => targetId)));
  // Where nobody is to see a target twice, practice and catch trials have the others only.
  const others = targets === 'once' ? { ...study, stimuli: stimuli.filter(({ targetId }) => !shownTargetIds.has(targetId)) } : study;
  const known = task.known({ settings, study: others, avoid: shownTargetIds, practiceCount, catchCount, rng: rng.child('identical'), sessionRng: rng.child('task') }) as { practice: readonly Unplaced[]; catches: readonly Unplaced[] };
  const main = arrangeTrials({ scored, catches: known.catches, balanceKey: task.balanceKey, rng: rng.child('order') });

  const blockCount = Math.ceil(main.length / blockSize);
  return [
    ...known.practice.map((trial, index): PlannedTrial => ({ ...trial, trialIndex: index, blockIndex: 0, phase: 'practice', round: 0 })),
    ...main.map((trial, index): PlannedTrial => ({
      ...trial,
      trialIndex: practiceCount + index,
      // Blocks of nearly equal length: nobody gets a break before a last block of one trial.
      blockIndex: 1 + Math.floor((index * blockCount) / main.length),
      phase: 'main',
      round: 0,
    })),
  ];
}

interface Shown {
  readonly targetIds: readonly string[];
  readonly turn: number;
}

function inSets(shown: readonly Shown[], size: number, rng: Random): readonly Shown[] {
  const order = rng.shuffled(shown);
  return Array.from({ length: Math.floor(order.length / size) }, (_, set) => {
    const members = order.slice(set * size, (set + 1) * size);
    return { targetIds: members.flatMap(({ targetIds }) => targetIds), turn: set };
  });
}
