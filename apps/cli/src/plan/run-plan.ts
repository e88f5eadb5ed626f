import { writeFile } from 'node:fs/promises';
import { checkPlan, costOf, planStudy, type CrossedDesign, type PlanCheck, type PlanOption, type PlanRequest } from '@lookalike/alignment';
import { svgOf } from '@lookalike/figures';
import { createRandom } from '@lookalike/random';
import { achievedBy, achievedInWords, componentsInWords, planFigure, wantedInWords } from '@lookalike/report';
import { defaultStudyConfiguration, imaginedPlans } from '@lookalike/study';
import { createProgressBar, type Terminal } from '../terminal/progress-bar.ts';
import { componentsOfDataSet } from './components-of-data-set.ts';
import { componentsOfFlags, costOfFlags, wantedOf, type PlanFlags } from './plan-options.ts';
import { planTable } from './plan-table.ts';

const SAMPLES = 500;

/** Prints how many raters each number of targets takes, or what a number of raters achieves; checked by simulation where that is asked for. */
export async function runPlan(flags: PlanFlags, terminal: Terminal): Promise<void> {
  const say = (line: string): void => terminal.write(`${line}\n`);
  const wanted = wantedOf(flags);
  const pilot = flags.pilot === undefined ? undefined : await componentsOfDataSet(flags.pilot, flags.pilotKind);
  const request: PlanRequest = { wanted, components: componentsOfFlags(flags, pilot), perRater: flags.perRater, sharesTargets: flags.once !== true, conditionCount: flags.conditions };
  const options = flags.raters === undefined ? planStudy(request, flags.targets) : flags.targets.map((targets) => givenOption(request, targets, flags.raters!));
  const rows = options.map((option) => ({ option, ...(option.raters !== null && { cost: costOf(option.raters, costOfFlags(flags, option.perRater)) }) }));
  if (flags.json === true) say(JSON.stringify({ ...request, rows }, null, 2));
  else {
    say(`${flags.raters === undefined ? 'So that' : 'How near it comes that'} ${wantedInWords(request.wanted)}.`);
    say(`${pilot === undefined ? 'Supposed' : `By ${pilot.method}`}: ${componentsInWords(request.components)}.\n`);
    for (const line of planTable(rows)) say(line);
  }
  if (flags.svg !== undefined) await writeFile(flags.svg, svgOf(planFigure({ ...request, widthPx: 720, targetCounts: flags.targets }), { theme: 'light' }));
  if (flags.check === undefined) return;
  for (const { targets, perRater, raters } of options) {
    if (raters === null) continue;
    const bar = createProgressBar(terminal, `${raters} × ${targets}`);
    bar.end(inWords(simulated(request, { raters, targets, perRater }, { samples: flags.check === true ? SAMPLES : flags.check, seed: flags.seed, onProgress: (share) => bar.update(share, '') })));
  }
}

function givenOption({ wanted, components, ...design }: PlanRequest, targets: number, raters: number): PlanOption {
  const perRater = Math.min(design.perRater, design.sharesTargets ? targets : Math.floor(targets / design.conditionCount));
  return { targets, perRater, raters, achieved: achievedBy({ wanted, components, design: { ...design, targets, perRater, raters } }) };
}

interface Simulation {
  readonly samples: number;
  readonly seed: string;
  readonly onProgress: (share: number) => void;
}

function simulated({ wanted, components, conditionCount, sharesTargets }: PlanRequest, { raters, targets, perRater }: Pick<CrossedDesign, 'raters' | 'targets' | 'perRater'>, { samples, seed, onProgress }: Simulation): PlanCheck | undefined {
  const usual = defaultStudyConfiguration();
  const plans = imaginedPlans({ conditionCount, targetCount: targets, configuration: { ...usual, randomSeed: seed, design: { targets: sharesTargets ? 'shared' : 'once', perCondition: perRater, answersPerStimulus: null } } }, raters);
  let last: PlanCheck | undefined;
  for (const check of checkPlan({ plans, targetCount: targets, wanted, components, stopping: false, samples, rng: createRandom(seed) })) {
    last = check;
    onProgress(check.samples / samples);
  }
  return last;
}

function inWords(check: PlanCheck | undefined): string {
  if (check === undefined) return 'no simulated study had an answer';
  const { measure, value, standardError, coverage, samples } = check;
  return `${achievedInWords({ measure, value, isEnough: true })} ± ${(measure === 'width' ? standardError : 100 * standardError).toFixed(measure === 'width' ? 3 : 1)}, the truth inside ${(100 * coverage).toFixed(1)} % of intervals, ${samples} simulated studies`;
}
