import { LEVEL } from '@lookalike/alignment';
import type { StudyFacts } from '@lookalike/answers';
import type { PlatformName } from '@lookalike/recruiting';
import { ruleOf, rulesInOrder, taskOf, type Condition } from '@lookalike/study';
import type { Block } from '../document.ts';
import { number } from '../planning/plan-words.ts';
import { attritionSentence, exclusionSentence } from './sentences.ts';
import { counted, percent } from './in-figures.ts';
import { settingsInWords } from './settings-in-words.ts';
import type { ReportedOperation, StudyReportRequest } from './study-report-request.ts';
import { whoAnswered } from './who.ts';

/** Sentences that a paper can take, with the tables they point to. */
export function methodsBlocks(request: StudyReportRequest): Block[] {
  const { facts } = request;
  const paragraph = (sentences: readonly (string | undefined)[]): Block => ({ kind: 'paragraph', text: sentences.filter((sentence) => sentence !== undefined).join(' ') });
  return [
    { kind: 'heading', text: 'Methods' },
    paragraph(taskSentences(facts)),
    paragraph(stimulusSentences(facts)),
    { kind: 'table', columns: ['Condition', 'Network', 'Layer', 'Objective', 'Other factors', 'SHA-256 of the network’s file'], rows: facts.study.conditions.map((condition) => conditionRow(condition, facts)) },
    ...generationBlocks(facts),
    paragraph(raterSentences(request)),
    paragraph(exclusionSentences(request)),
    paragraph(statisticsSentences(request)),
  ];
}

function taskSentences({ study: { configuration, conditions } }: StudyFacts): string[] {
  const task = taskOf(configuration);
  const { design, trials, presentation: { queryMs, leadMs, order, answerLimitMs } } = configuration;
  const size = task.groupSize(configuration.task);
  const orders = { 'all-at-once': 'All pictures were shown at once.', 'query-first': `The query was shown alone for ${leadMs} ms first.`, 'options-first': `The options were shown alone for ${leadMs} ms first.`, 'brief-query': `The query was shown for ${queryMs} ms.` };
  return [
    `Task: ${task.title}. ${sentence(task.summary)} Raters were asked: “${configuration.question}”`,
    `A session had ${counted(conditions.length * Math.floor(design.perCondition / size), 'scored trial')} (${counted(design.perCondition, 'target')} of each condition${size > 1 ? `, ${size} in a trial` : ''}), ${counted(trials.catchCount, 'catch trial')} and ${counted(trials.practiceCount, 'practice trial')}.`,
    design.targets === 'shared' ? 'All conditions showed a rater the same targets, so that differences are paired.' : 'No rater saw a target twice.',
    orders[order],
    answerLimitMs === null ? 'There was no limit to the time for an answer.' : `An answer had to be given within ${answerLimitMs} ms.`,
  ];
}

function stimulusSentences({ study: { stimuli }, images }: StudyFacts): string[] {
  if (stimuli.length === 0) return ['No stimuli are frozen yet: the study is a draft.'];
  const targets = new Set(stimuli.map(({ targetId }) => targetId)).size;
  const sets = [...new Set(images.map(({ imageSetName }) => imageSetName))].filter((name) => name !== '');
  return [`The study has ${counted(stimuli.length, 'stimulus', 'stimuli')} of ${counted(targets, 'target')}${sets.length === 0 ? '' : ` (images of ${sets.join(', ')})`}; the table says what each condition shows. Files are named by their SHA-256.`];
}

function conditionRow({ conditionId, name, reference, networkName, networkFileHash, factors }: Condition, { runs }: StudyFacts): string[] {
  const { objective, layer, seed_kind: seedKind, ...others } = factors;
  const other = Object.entries({ ...(seedKind === undefined ? {} : { seed: seedKind }), ...others }).map(([factor, level]) => `${factor} = ${level}`).join('; ');
  return [name, networkName ?? (reference === undefined ? 'made elsewhere' : `reference: ${reference}`), runs.get(conditionId)?.layer ?? layer ?? '–', objective ?? '–', other === '' ? '–' : other, networkFileHash ?? '–'];
}

/** How the IRIs were made, once for all conditions of the same settings. */
function generationBlocks({ study: { conditions }, runs }: StudyFacts): Block[] {
  const names = new Map<string, string[]>();
  for (const { conditionId, name } of conditions) {
    const run = runs.get(conditionId);
    const settings = run === undefined ? '' : settingsInWords(run.configuration);
    if (settings !== '') names.set(settings, [...(names.get(settings) ?? []), name]);
  }
  if (names.size === 0) return [];
  return [
    { kind: 'paragraph', text: 'IRIs were made with these settings; one whose representation, measured on the 8-bit file, is too far from its target’s was not shown.' },
    { kind: 'table', columns: ['Conditions', 'Settings of generation'], rows: [...names].map(([settings, of]) => [of.join(', '), settings]) },
  ];
}

const recruitedBy: Readonly<Record<PlatformName, string>> = { link: 'by a link', prolific: 'on Prolific', sona: 'by Sona', connect: 'on CloudResearch Connect', panel: 'by a panel' };

function raterSentences({ operation, settings: { raterKind }, results: { attrition } }: StudyReportRequest): (string | undefined)[] {
  const who = whoAnswered[raterKind];
  return [
    operation === undefined || raterKind !== 'person' ? undefined : `Raters were recruited ${recruitedBy[operation.platform]}${rewardInWords(operation)}.`,
    'result' in attrition ? attritionSentence(attrition.result, who) : undefined,
    operation === undefined || operation.ethicsCommittee === '' ? undefined : `Approved by: ${operation.ethicsCommittee}${operation.institution === '' ? '' : ` (${operation.institution})`}.`,
  ];
}

function rewardInWords({ reward }: Pick<ReportedOperation, 'reward'>): string {
  return reward === null ? '' : `, for ${reward.amount} ${reward.currency} ${reward.basis === 'hour' ? 'an hour' : 'a session'}`;
}

function exclusionSentences({ facts: { study: { configuration } }, settings: { include }, results: { exclusions } }: StudyReportRequest): (string | undefined)[] {
  const rules = rulesInOrder(configuration.quality).map((settings) => ruleOf(settings).definition(settings));
  return [
    `${include === 'passed' ? 'Whole sessions were left out, never single answers' : 'The rules for leaving out whole sessions were not applied here'}: where not every planned trial was answered${rules.map((rule) => `; ${rule}`).join('')}; or where an experimenter excluded the session by hand.`,
    'These rules and their limits were fixed before the first rater came.',
    'result' in exclusions ? exclusionSentence(exclusions.result) : undefined,
  ];
}

function statisticsSentences({ results: { scores, comparison }, versions, computedAt }: StudyReportRequest): (string | undefined)[] {
  const intervals = 'result' in scores ? scores.result.scores.flatMap(({ score: { interval } }) => interval ?? []) : [];
  const methods = [...new Set(intervals.map(({ method }) => method))];
  return [
    `Raters and targets are both samples: intervals, at ${percent(intervals[0]?.level ?? LEVEL)}, hold for other raters and other targets${methods.length === 0 ? '' : ` (${methods.join('; ')})`}.`,
    'A difference is on the targets that both conditions have; its interval combines the limits of both scores with what they have in common (Zou and Donner 2008); p is two-sided and adjusted by Holm (1979) within its family.',
    'result' in comparison && comparison.result.comparison.value !== null ? `Equivalence is tested by two one-sided tests with a margin of ${number(comparison.result.margin.value)} (${comparison.result.margin.standing}).` : undefined,
    `Computed by Lookalike ${versions.app} (statistics ${versions.statistics}) on ${computedAt.toISOString().slice(0, 10)}.`,
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
