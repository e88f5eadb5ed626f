import { sections, type AnalysisSettings, type Results, type SectionName } from '@lookalike/analysis';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createProgressBar, type Terminal } from '../terminal/progress-bar.ts';
import { analyseDataSet } from './analyse-data-set.ts';
import { printScores } from './print-scores.ts';

interface Flags {
  readonly kind: AnalysisSettings['raterKind'];
  readonly include: AnalysisSettings['include'];
  readonly section: SectionName;
  readonly equivalenceMargin?: number;
  readonly distanceRatio?: number;
  readonly acceptanceDifference?: number;
  readonly json?: true;
}

const whose: Readonly<Record<AnalysisSettings['raterKind'], string>> = { person: 'People', simulated: 'Simulated raters', test: 'Test sessions', all: 'Everybody, people and programs mixed' };

/** `lookalike analyse`: results of an exported data set, without a server. */
export function analyseCommand(terminal: Terminal): Command {
  return new Command('analyse')
    .description('computes the results of an exported data set, without a server, after checking that it is what was exported')
    .argument('<dataset.zip>', 'as a study’s page of results gives it')
    .addOption(new Option('--kind <kind>', 'whose answers; "all" mixes people with programs').choices(Object.keys(whose)).default('person'))
    .addOption(new Option('--include <sessions>', '"passed" leaves out sessions that an exclusion rule flags').choices(['passed', 'all']).default('passed'))
    .addOption(new Option('--section <name>', 'what to compute').choices(Object.keys(sections)).default('scores'))
    .option('--equivalence-margin <number>', 'scores that differ by less count as equal, in (0, 1)', decimal)
    .option('--distance-ratio <number>', 'matched stimuli differ in d at most by this factor, above 1', decimal)
    .option('--acceptance-difference <number>', 'matched conditions differ in the share of accepted IRIs at most by this, in (0, 1]', decimal)
    .option('--json', 'the whole result; always, for other sections than the scores')
    .action(async (file: string, { kind, include, section, json, ...margins }: Flags) => {
      const isTable = section === 'scores' && json === undefined;
      // Programs read what is printed.
      const bar = isTable ? createProgressBar(terminal, section) : undefined;
      const { dataSet, result } = await analyseDataSet({ file, section, settings: { raterKind: kind, include, ...margins }, report: (share) => bar?.update(share, '') });
      const lines = isTable ? printScores(dataSet, result as Results /* of this section */, `${whose[kind]}, ${include === 'all' ? 'flagged sessions included' : 'without flagged sessions'}`) : [JSON.stringify(result, null, 2)];
      for (const line of lines) terminal.write(`${line}\n`);
    });
}

function decimal(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('Expected a number.');
  return number;
}
