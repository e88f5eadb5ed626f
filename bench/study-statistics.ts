/**
 * How long the statistics of a large study take: 200 raters, 300 targets, 20 conditions.
 *
 *   npm run bench:statistics
 *
 * Writes `bench/results/statistics.json`: `secondsScores`, all scores and all 190 differences with their intervals, from the answers on,
 * where every rater judged every target in every condition; `secondsComparison`, simultaneous limits, p values and ranks beside them;
 * `ratioToBoot`, the time of R's package boot for the intervals of the 20 scores alone / `secondsScores`, null where there is no Rscript
 * with boot.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareConditions, conditionTables, differenceOf, scoreOf, type ConditionTrials } from '@lookalike/alignment';
import { createRandom } from '@lookalike/random';
import { answerSimulator, type TrialPlan } from '../packages/alignment/src/simulation/simulated-answers.ts';
import { rounded } from './statistics.ts';

const [raters, targets, conditions] = [200, 300, 20];
/** Below, the limits of a bootstrap are not steady to the third digit. */
const bootDraws = 10_000;
const answers = answersOf(Array.from({ length: raters }, () => Array.from({ length: targets * conditions }, (_, trial) => ({ condition: trial % conditions, target: Math.floor(trial / conditions) }))));

const [secondsScores, tables] = timed(() => {
  const study = conditionTables(answers);
  const ids = answers.map(({ conditionId }) => conditionId);
  ids.forEach((id) => scoreOf(study, id, { chance: 0.5 }));
  ids.forEach((first, index) => ids.slice(index + 1).forEach((second) => differenceOf(study, first, second)));
  return study;
});
const [secondsComparison] = timed(() => compareConditions({ tables, rng: createRandom('comparison') }));
const secondsOfBoot = bootSeconds(answers);

const row = {
  raters, targets, conditions, trials: answers.reduce((sum, { trials }) => sum + trials.length, 0), differences: (conditions * (conditions - 1)) / 2,
  secondsScores: rounded(secondsScores), secondsComparison: rounded(secondsComparison),
  bootDraws, secondsOfBoot, ratioToBoot: secondsOfBoot === null ? null : rounded(secondsOfBoot / secondsScores),
  environment: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node, measuredOn: new Date().toISOString().slice(0, 10) },
};
const folder = join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'statistics.json'), `${JSON.stringify({ rows: [row] }, undefined, 2)}\n`);
console.log(JSON.stringify(row, undefined, 2));

function answersOf(plans: readonly TrialPlan[]): ConditionTrials[] {
  const scores = Array.from({ length: conditions }, (_, condition) => 0.02 + (0.9 * condition) / conditions);
  const simulated = answerSimulator({ plans, targetCount: targets, population: { scores, raterSd: 0.5, targetSd: 1 }, stopping: false })(createRandom('statistics'));
  return simulated.map(({ rowStart, target, sum }, condition) => ({
    conditionId: `condition-${condition}`,
    trials: plans.flatMap((_, rater) => Array.from(target.subarray(rowStart[rater]!, rowStart[rater + 1]!), (of, cell) => ({ raterId: `rater-${rater}`, targetId: `target-${of}`, outcome: sum[rowStart[rater]! + cell]! }))),
  }));
}

function timed<Value>(work: () => Value): readonly [number, Value] {
  const startedAt = performance.now();
  const value = work();
  return [(performance.now() - startedAt) / 1000, value];
}

/** Raters and targets are drawn anew each time; a score is then a product of counts and the table, which is the fastest way in R. */
function bootSeconds(study: readonly ConditionTrials[]): number | null {
  if (spawnSync('Rscript', ['-e', 'library(boot)']).status !== 0) {
    console.log('There is no Rscript with the package boot here: ratioToBoot is left out.');
    return null;
  }
  const temporary = mkdtempSync(join(tmpdir(), 'lookalike-boot-'));
  try {
    study.forEach(({ trials }, condition) => writeFileSync(join(temporary, `${condition}.txt`), trials.map(({ outcome }) => outcome).join('\n')));
    writeFileSync(join(temporary, 'boot.R'), `library(boot)
tables <- lapply(0:${conditions - 1}, function(condition) matrix(scan(file.path("${temporary}", paste0(condition, ".txt")), quiet = TRUE), nrow = ${targets}))
set.seed(1)
started <- proc.time()[["elapsed"]]
for (table in tables) {
  statistic <- function(raters, drawn) sum((table %*% tabulate(drawn, ${raters})) * tabulate(sample.int(${targets}, replace = TRUE), ${targets})) / ${raters * targets}
  boot.ci(boot(seq_len(${raters}), statistic, R = ${bootDraws}), type = "perc")
}
cat(proc.time()[["elapsed"]] - started)
`);
    const { stdout, stderr, status } = spawnSync('Rscript', [join(temporary, 'boot.R')], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`R could not make the intervals: ${stderr}`);
    return rounded(Number(stdout));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
