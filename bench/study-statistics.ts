/**
 * How long the statistics of a large study take: 200 raters, 300 targets, 20 conditions.
 *
 *   npm run bench:statistics
 *
 * Writes `bench/results/statistics.json`: `secondsScores`, all scores and all 190 differences with their intervals, from the answers on, the
 * best of three, where every rater judged every target in every condition; `secondsComparison`, simultaneous limits, p values and ranks beside them;
 * `ratioToBoot`, the time of R's package boot for the intervals of the 20 scores alone / `secondsScores`, null where there is no Rscript
 * with boot; `mixedModelSeconds`, a logistic model with crossed random intercepts of rater, target, rater:condition and target:condition
 * of 64,000 answers, 16 a rater and condition, with its standard errors. `…Cpu` is what its core was at work: less than the seconds where
 * others used it too: with a `loadAverage` above the number of cores (over the last minute, at the end) seconds say little.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareConditions, conditionTables, differenceOf, fitMixedModel, scoreOf, type ConditionTrials } from '@lookalike/alignment';
import { createRandom } from '@lookalike/random';
import { answerSimulator, type TrialPlan } from '../packages/alignment/src/simulation/simulated-answers.ts';
import { rounded } from './statistics.ts';

interface Timed<Value> {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly value: Value;
}

const [raters, targets, conditions] = [200, 300, 20];
/** Below, the limits of a bootstrap are not steady to the third digit. */
const bootDraws = 10_000;
/** Of a rater in each condition, where not everything is judged. */
const trialsOfRater = 16;
const answers = answersOf(Array.from({ length: raters }, () => Array.from({ length: targets * conditions }, (_, trial) => ({ condition: trial % conditions, target: Math.floor(trial / conditions) }))));

const first = bestOf(3, () => {
  const tables = conditionTables(answers);
  const ids = answers.map(({ conditionId }) => conditionId);
  ids.forEach((id) => scoreOf(tables, id, { chance: 0.5 }));
  ids.forEach((of, index) => ids.slice(index + 1).forEach((other) => differenceOf(tables, of, other)));
  return tables;
});
const comparison = timed(() => compareConditions({ tables: first.value, rng: createRandom('comparison') }));
const secondsOfBoot = bootSeconds(answers);
const some = answersOf(Array.from({ length: raters }, (_, rater) => Array.from({ length: trialsOfRater * conditions }, (__, trial) => ({ condition: trial % conditions, target: (rater * trialsOfRater + Math.floor(trial / conditions)) % targets }))));
const model = timed(() => modelOf(some));

const row = {
  raters, targets, conditions, trials: answers.reduce((sum, { trials }) => sum + trials.length, 0), differences: (conditions * (conditions - 1)) / 2,
  secondsScores: rounded(first.seconds), secondsScoresCpu: rounded(first.cpuSeconds), secondsComparison: rounded(comparison.seconds),
  bootDraws, secondsOfBoot, ratioToBoot: secondsOfBoot === null ? null : rounded(secondsOfBoot / first.seconds),
  mixedModelRows: model.value.rows, mixedModelSeconds: rounded(model.seconds), mixedModelSecondsCpu: rounded(model.cpuSeconds),
  environment: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, loadAverage: rounded(loadavg()[0]!), node: process.versions.node, measuredOn: new Date().toISOString().slice(0, 10) },
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

function bestOf<Value>(times: number, work: () => Value): Timed<Value> {
  return Array.from({ length: times }, () => timed(work)).reduce((best, other) => (other.seconds < best.seconds ? other : best));
}

function timed<Value>(work: () => Value): Timed<Value> {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const value = work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6, value };
}

function modelOf(study: readonly ConditionTrials[]): ReturnType<typeof fitMixedModel> {
  const rows = study.flatMap(({ conditionId, trials }) => trials.map((trial) => ({ conditionId, ...trial })));
  const term = (name: string, levelOf: (row: (typeof rows)[number]) => string) => ({ name, levels: rows.map(levelOf) });
  return fitMixedModel({
    outcomes: rows.map(({ outcome }) => outcome),
    fixed: study.map(({ conditionId }) => ({ name: conditionId, values: rows.map((row) => Number(row.conditionId === conditionId)) })),
    random: [
      term('rater', ({ raterId }) => raterId), term('target', ({ targetId }) => targetId),
      term('rater:condition', ({ raterId, conditionId }) => `${raterId}:${conditionId}`), term('target:condition', ({ targetId, conditionId }) => `${targetId}:${conditionId}`),
    ],
    onProgress: ({ iteration, deviance }) => console.log(`mixed model: step ${iteration}, deviance ${deviance.toFixed(3)}`),
  });
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
