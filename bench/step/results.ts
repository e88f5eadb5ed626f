/** Where the step benchmark's results are kept: one row per case, merged with those of earlier runs, and the table in the documentation. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rounded } from '../statistics.ts';
import type { Layout } from './peer.ts';

const root = join(import.meta.dirname, '../..');
const resultsFile = join(root, 'bench/results/step.json');
const document = join(root, 'docs/performance.md');

/** What a row was measured on. */
export interface Environment {
  readonly processor: string;
  /** The widest instructions that PyTorch found, such as AVX2 or AVX512: the name of a virtual machine's processor does not say. */
  readonly instructions: string;
  readonly threads: number;
  readonly node: string;
  readonly onnxruntime: string;
  readonly torch: string;
  readonly torchvision: string;
  readonly timm: string;
  readonly measuredOn: string;
}

export interface StepRow {
  readonly network: string;
  readonly sizePx: number;
  readonly batch: number;
  /** Median of the repetitions. */
  readonly oursMs: number;
  /** The faster of PyTorch's layouts. */
  readonly pytorchMs: number;
  readonly pytorchLayout: Layout;
  readonly pytorchContiguousMs: number;
  readonly pytorchChannelsLastMs: number;
  /** PyTorch's time / ours: above 1 we are faster. */
  readonly ratio: number;
  readonly repetitions: number;
  /** ‖ours − PyTorch's‖ / ‖PyTorch's‖ of the gradient and of the distances. */
  readonly gradientError: number;
  readonly distanceError: number;
  readonly environment: Environment;
}

export interface StartUpRow {
  readonly network: string;
  readonly batch: number;
  /** From the start of importing the packages to the end of the first step, in a new process. */
  readonly totalMs: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly environment: Environment;
}

export interface StepResults {
  /** Over all rows. */
  readonly geometricMeanRatio: number;
  readonly leastRatio: number;
  readonly steps: readonly StepRow[];
  readonly startUp: readonly StartUpRow[];
}

export function readResults(): StepResults {
  return existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) as StepResults : { geometricMeanRatio: 0, leastRatio: 0, steps: [], startUp: [] };
}

/** Puts a row in place of the earlier one of the same case. `order` is that of the networks. */
export function mergeResults(steps: readonly StepRow[], startUp: readonly StartUpRow[], order: readonly string[]): StepResults {
  const before = readResults();
  const sameCase = (a: { network: string; batch: number }) => (b: { network: string; batch: number }): boolean => a.network === b.network && a.batch === b.batch;
  const merged = <T extends { network: string; batch: number }>(old: readonly T[], rows: readonly T[]): T[] =>
    [...old.filter((row) => !rows.some(sameCase(row))), ...rows].sort((a, b) => order.indexOf(a.network) - order.indexOf(b.network) || a.batch - b.batch);
  const all = merged(before.steps, steps);
  const results: StepResults = {
    geometricMeanRatio: rounded(Math.exp(all.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / all.length)),
    leastRatio: Math.min(...all.map(({ ratio }) => ratio)),
    steps: all,
    startUp: merged(before.startUp, startUp),
  };
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  writeTable(results);
  return results;
}

function writeTable({ steps, startUp, geometricMeanRatio, leastRatio }: StepResults): void {
  if (!existsSync(document)) return;
  const versions = [...new Set(steps.map(({ environment: e }) => `${e.processor} with ${e.instructions}, ${e.threads} threads, ONNX Runtime ${e.onnxruntime}, PyTorch ${e.torch}, Node ${e.node}`))];
  const lines = [
    `Measured on: ${versions.join('; ')}.`,
    '',
    '| network | pixels | batch | Lookalike, ms | PyTorch, ms | its faster layout | ratio |',
    '|---|---|---|---|---|---|---|',
    ...steps.map((row) => `| ${row.network} | ${row.sizePx} | ${row.batch} | ${row.oursMs} | ${row.pytorchMs} | ${row.pytorchLayout} | ${row.ratio.toFixed(2)} |`),
    '',
    `Geometric mean of the ratios: ${geometricMeanRatio.toFixed(2)}; the least is ${leastRatio.toFixed(2)}.`,
    '',
    ...startUp.map((row) => `Start-up of ${row.network} (importing the packages to the end of the first step of ${row.batch} ${row.batch === 1 ? 'image' : 'images'}): ${Math.round(row.totalMs)} ms ` +
      `(${Object.entries(row.parts).map(([part, ms]) => `${part} ${Math.round(ms)}`).join(', ')}).`),
  ];
  const text = readFileSync(document, 'utf8');
  writeFileSync(document, text.replace(/(<!-- step table -->\n)[\s\S]*?(<!-- end -->)/, (_, start: string, end: string) => `${start}${lines.join('\n')}\n${end}`));
}
