import { Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../terminal/progress-bar.ts';
import type { PlanFlags } from './plan-options.ts';
import { runPlan } from './run-plan.ts';

/** `lookalike plan`: how many raters and targets a study takes. */
export function planCommand(terminal: Terminal): Command {
  return new Command('plan')
    .description('prints how many raters a study takes for each number of targets, with time and cost; or, with --raters, what they achieve')
    .option('--score <score>', 'the true score that is supposed', number, 0.5)
    .option('--width <width>', 'wanted: a score’s 95 % interval, so wide at most on average', number)
    .option('--chance <level>', 'wanted: the score told from guessing at this level', number)
    .option('--other-score <score>', 'wanted: the difference of two such scores told from 0', number)
    .option('--margin <margin>', 'wanted: two scores shown to differ by less', number)
    .option('--power <probability>', 'with which probability, unless a width is wanted', number, 0.8)
    .option('--targets <numbers>', 'numbers of targets, with commas', numbers, [20, 50, 100, 200])
    .option('--raters <number>', 'tell what so many raters achieve', number)
    .option('--per-rater <number>', 'targets that a rater sees of each condition', number, 16)
    .option('--conditions <number>', 'conditions that a rater sees', number, 2)
    .option('--once', 'no rater sees a target twice: conditions show different ones')
    .option('--assume <preset>', 'how much raters and targets differ: alike, usual or different', 'usual')
    .option('--pilot <dataset.zip>', 'take that from the answers of an exported data set')
    .addOption(new Option('--pilot-kind <kind>', 'whose answers of it').choices(['person', 'simulated']).default('person'))
    .option('--rater-sd <sd>', 'between raters, on the log-odds, instead of the preset’s', number)
    .option('--target-sd <sd>', 'between targets', number)
    .option('--own-share <share>', 'of both variances, what is a condition’s own', number)
    .option('--seconds-per-trial <seconds>', 'for the cost', number, 6)
    .option('--fixed-minutes <minutes>', 'consent, instructions and debriefing', number, 2)
    .option('--other-trials <number>', 'catch and practice trials', number, 8)
    .option('--reward <amount>', 'what a rater gets', number)
    .option('--per-hour', 'the reward is for an hour, not for a session')
    .option('--platform-share <share>', 'what the recruiting platform takes on top, such as 0.33', number, 0)
    .option('--check [samples]', 'simulate studies with the plans of 2AFC, and tell what they achieve', number)
    .option('--seed <text>', 'of the simulated studies', 'plan')
    .option('--svg <file>', 'write the curve')
    .option('--json', 'for programs')
    .action((flags: PlanFlags) => runPlan(flags, terminal));
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Expected a number.');
  return value;
}

function numbers(text: string): number[] {
  return text.split(',').map(number);
}
