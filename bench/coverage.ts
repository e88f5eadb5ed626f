/**
 * How often the 95 % intervals of scores and differences contain the truth, in simulated studies with the planner's own plans.
 *
 *   npm run bench:coverage                    the whole grid, 1,000 samples a row, 20,000 where a row is within a point of a limit (hours)
 *   npm run bench:coverage -- --quick         a tenth of the grid with 200 samples; writes nothing
 *   npm run bench:coverage -- --only=60x10 --samples=500   rows whose name contains a text
 *
 * Writes `bench/results/coverage.json` after every row; rows that are there with as many samples are kept. A row's name is its seed.
 * `widthRatio` is the mean width / (3.92 × the estimator's true sd), `upperRatio` the mean upper limit / Clopper and Pearson's for
 * p(1 − p) / Var(estimator) trials (for score 0: of the row with 0.002).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@lookalike/random';
import { planSession } from '@lookalike/study';
import { correlationOf, crossedCondition, differenceLimits } from '../packages/alignment/src/crossed-condition.ts';
import { betaQuantile } from '../packages/alignment/src/distributions/beta.ts';
import { brokenBy, SAMPLES, samplesNeeded, type CoverageRow } from '../packages/alignment/src/simulation/coverage-limits.ts';
import { answerSimulator, type TrialPlan } from '../packages/alignment/src/simulation/simulated-answers.ts';
import { configurationWith, makeStudy, sizesOf } from '../packages/study/src/example-study.test-data.ts';

interface Cell {
  readonly kind: 'score' | 'difference';
  readonly raters: number;
  readonly targets: number;
  readonly score: number;
  /** Of a difference: the score of the second condition. */
  readonly secondScore: number | null;
  readonly sdRater: number;
  readonly sdTarget: number;
  readonly stopping: boolean;
}

interface Row extends Cell, CoverageRow {
  readonly name: string;
  readonly typeI: number | null;
  readonly estimatorSd: number;
  /** Limits that the row breaks. */
  readonly broken: readonly string[];
}

const [SCORES, PER_RATER, LEVEL] = [[0, 0.002, 0.005, 0.02, 0.1, 0.5, 0.9], 16, 0.95];
const option = (name: string): string | undefined => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const isQuick = process.argv.includes('--quick');
const only = option('only');
const fixed = isQuick ? 200 : option('samples');
const file = join(import.meta.dirname, 'results', 'coverage.json');
const kept = new Map((existsSync(file) && !isQuick ? (JSON.parse(readFileSync(file, 'utf8')) as { rows: Row[] }).rows : []).map((row) => [row.name, row]));

const cells = grid().filter((cell, index) => (only === undefined || nameOf(cell).includes(only)) && (!isQuick || index % 10 === 0));
for (const cell of cells) {
  const name = nameOf(cell);
  const needed = (row: Row | undefined): number => (fixed === undefined ? Math.max(SAMPLES, row === undefined ? 0 : samplesNeeded(row)) : Number(fixed));
  let row = kept.get(name);
  if ((row?.samples ?? 0) >= needed(row)) continue;
  // A row that turns out to be near a limit is run again.
  do row = rowOf(cell, needed(row)); while (row.samples < needed(row));
  kept.set(name, row);
  console.log(name, row.coverage, row.widthRatio, row.upperRatio, row.broken.join(' '));
  if (!isQuick) write();
}

function write(): void {
  const rows = grid().flatMap((cell) => kept.get(nameOf(cell)) ?? []);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `{\n  "gridRows": ${grid().length},\n  "rowsRun": ${rows.length},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`);
}

function grid(): Cell[] {
  return [[0.3, 0.5], [0.3, 2], [1, 0.5], [1, 2]].flatMap(([sdRater, sdTarget]) => [8, 20, 60].flatMap((raters) => [10, 30, 100].flatMap((targets) => SCORES.flatMap((score, index) => [false, true].flatMap((stopping): Cell[] => {
    const common = { raters, targets, score, sdRater: sdRater!, sdTarget: sdTarget!, stopping };
    const second = index === 0 ? [0] : [score, SCORES[index - 1]!];
    return [{ kind: 'score', secondScore: null, ...common }, ...second.map((secondScore): Cell => ({ kind: 'difference', secondScore, ...common }))];
  })))));
}

function nameOf({ kind, raters, targets, score, secondScore, sdRater, sdTarget, stopping }: Cell): string {
  return `${kind} ${raters}x${targets} p=${score}${secondScore === null ? '' : `-${secondScore}`} sd=${sdRater}/${sdTarget}${stopping ? ' stopping' : ''}`;
}

function plansOf(raters: number, targetCount: number, conditionCount: number): TrialPlan[] {
  const configuration = configurationWith({ randomSeed: 'coverage', ...sizesOf({ perCondition: Math.min(PER_RATER, targetCount) }) });
  const study = makeStudy({ conditionCount, targetCount, configuration });
  const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));
  return Array.from({ length: raters }, (_, planIndex) => planSession(study, planIndex).flatMap(({ role, items: [item] }) => (role === 'scored' && item?.conditionId !== undefined ? [{ condition: numberOf(item.conditionId), target: numberOf(item.targetId) }] : [])));
}

function rowOf(cell: Cell, samples: number): Row {
  const scores = cell.secondScore === null ? [cell.score] : [cell.score, cell.secondScore];
  const simulate = answerSimulator({ plans: plansOf(cell.raters, cell.targets, scores.length), targetCount: cell.targets, stopping: cell.stopping, population: { scores, raterSd: cell.sdRater, targetSd: cell.sdTarget } });
  const rng = createRandom(nameOf(cell));
  const truth = cell.score - (cell.secondScore ?? 0);
  const levels = { raters: numbered(cell.raters), targets: numbered(cell.targets) };
  let [covered, width, upper, sum, squares] = [0, 0, 0, 0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const tables = simulate(rng);
    const [first, second] = tables.map((table) => crossedCondition(table, levels));
    const limits = second === undefined ? first!.limits(LEVEL, 'guarded') : differenceLimits(first!, second, LEVEL, correlationOf(first!, second));
    if (limits.lower <= truth + 1e-12 && truth - 1e-12 <= limits.upper) covered++;
    width += limits.upper - limits.lower;
    upper += limits.upper;
    sum += limits.estimate;
    squares += limits.estimate ** 2;
  }
  const estimatorSd = Math.sqrt(Math.max(0, (squares - sum ** 2 / samples) / (samples - 1)));
  const coverage = covered / samples;
  const row = {
    name: nameOf(cell), ...cell, samples, coverage,
    widthRatio: estimatorSd > 0 ? rounded(width / samples / (3.92 * estimatorSd)) : null,
    typeI: cell.score === cell.secondScore ? rounded(1 - coverage) : null,
    upperRatio: cell.kind === 'score' ? upperRatio(cell, upper / samples, estimatorSd) : null,
    estimatorSd: rounded(estimatorSd),
  };
  return { ...row, broken: brokenBy(row) };
}

function numbered(count: number): Map<string, number> {
  return new Map(Array.from({ length: count }, (_, index) => [`${index}`, index]));
}

function upperRatio({ score, ...cell }: Cell, upper: number, estimatorSd: number): number | null {
  // 0.002 has its row before it is needed only if the grid is run from its beginning: here it is simulated again, shortly.
  const basis = score > 0 ? { score, sd: estimatorSd } : { score: 0.002, sd: sdOfEstimator({ ...cell, score: 0.002 }) };
  if (basis.sd === 0) return null;
  const trials = (basis.score * (1 - basis.score)) / basis.sd ** 2;
  return rounded(upper / betaQuantile(0.975, score * trials + 1, (1 - score) * trials));
}

function sdOfEstimator(cell: Cell): number {
  const simulate = answerSimulator({ plans: plansOf(cell.raters, cell.targets, 1), targetCount: cell.targets, stopping: cell.stopping, population: { scores: [cell.score], raterSd: cell.sdRater, targetSd: cell.sdTarget } });
  const rng = createRandom(nameOf(cell));
  const values = Array.from({ length: 1000 }, () => { const [table] = simulate(rng); return table!.totalSum / table!.totalCount; });
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
