import { sections, type AnalysisInput, type AnalysisSettings } from '@lookalike/analysis';
import { crossedFactors, plantedContext, plantedSessions, plantedStudy } from '@lookalike/analysis/testing';
import { describe, expect, it } from 'vitest';
import { examplePictures } from './example-pictures.ts';
import { reportSections, type ReportResults, type StudyReportRequest } from './study-report-request.ts';
import { studyReport } from './study-report.ts';

const settings = { raterKind: 'simulated', include: 'passed' } as const;
const factors = crossedFactors({ loss: ['standard', 'robust'], objective: ['regularizer-free', 'adversarial'] });
const context = plantedContext(plantedStudy({ conditions: [...factors, { name: 'ceiling', factors: {}, reference: 'original' }], targetCount: 20, perCondition: 10 }));
const truth = { intercept: -0.5, effects: { loss: { robust: 1.5 } }, raterSd: 0.3, targetSd: 0.8, randomSeed: 'report' };
const input: AnalysisInput = { context, sessions: plantedSessions(context, truth, { count: 12 }) };

function resultsOf(of: AnalysisInput, by: AnalysisSettings = settings): ReportResults {
  return Object.fromEntries(reportSections.map((name) => [name, { result: sections[name].analyse(of, by) }])) as unknown as ReportResults; // One for each.
}

const request: StudyReportRequest = {
  facts: context, settings, results: resultsOf(input),
  operation: { platform: 'prolific', reward: { amount: 9, currency: 'GBP', basis: 'hour' }, authors: ['A. Author'], dataLicence: 'CC-BY-4.0', institution: '', ethicsCommittee: 'Committee 12/3' },
  pictures: [{ dataUri: 'data:image/webp;base64,AAAA', caption: 'Target: photo-1.png' }],
  stimuliHash: 'e'.repeat(64), revisions: ['revision-1'], isPreliminary: false,
  versions: { app: '1.2.3', statistics: 'abc' }, computedAt: new Date('2026-12-01T12:00:00Z'),
};
const report = (change: Partial<StudyReportRequest> = {}): string => studyReport({ ...request, ...change });
const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('the report of a study', () => {
  const text = plain(report());

  it('has the score of each condition as a sentence and in the table', () => {
    const { scores } = sections.scores.analyse(input, settings);
    expect(scores).toHaveLength(5);
    for (const { condition, score } of scores) {
      expect(text).toContain(condition.reference === null ? `${condition.name}’s human-alignment score was ${score.estimate!.toFixed(2)}` : `The reference ${condition.name} scored ${score.estimate!.toFixed(2)}`);
      expect(text).toContain(`${score.interval!.lower.toFixed(3)}\u00a0to\u00a0${score.interval!.upper.toFixed(3)}`);
    }
  });

  it('has a part for each thing that a paper reports', () => {
    expect([...report().matchAll(/<h2>(.+?)<\/h2>/g)].map(([, title]) => title)).toEqual(['What was measured', 'Methods', 'Human-alignment scores', 'Differences', 'Effects of factors', 'Dependence on the objective', 'Reliability', 'Exclusions', 'Attrition', 'Stimuli', 'What this does not say', 'Hashes, and how to compute this again', 'References']);
    expect(report().match(/<svg/g)).toHaveLength(3);
  });

  it('the methods name task, networks with their files, thresholds, how intervals are made, and versions', () => {
    expect(text).toContain('Task: Two-alternative forced choice.');
    for (const { name, networkFileHash } of context.study.conditions) expect(text).toContain(networkFileHash ?? name);
    expect(text).toMatch(/fewer than [\d.]+ % of/);
    expect(text).toContain('beta interval');
    expect(text).toContain('Lookalike 1.2.3 (statistics abc) on 2026-12-01.');
    for (const hash of [context.configurationHash, 'e'.repeat(64), 'revision-1', ...context.study.conditions.map(({ conditionId }) => conditionId)]) expect(text).toContain(hash);
  });

  it('marks what is exploratory, and leaves references out of comparisons with the reason', () => {
    expect(text).toContain('No difference was preregistered');
    expect(text).toContain('ceiling is not compared: A reference is no network');
    expect(text).toContain('after Holm’s adjustment for 6 differences; exploratory');
  });

  it('says of programs that they are not people, at the top and among the limits', () => {
    expect(text.match(/not of people: they say nothing about human alignment/g)).toHaveLength(2);
    expect(text).not.toContain('recruited on Prolific');
    const people = plain(report({ settings: { raterKind: 'person', include: 'passed' }, results: resultsOf(input, { raterKind: 'person', include: 'passed' }) }));
    expect(people).toContain('Raters were recruited on Prolific, for 9 GBP an hour.');
    expect(people).not.toContain('These are answers of programs');
  });

  it('loads nothing and runs nothing, wherever it is opened', () => {
    const html = report();
    expect(html).not.toMatch(/<script|href=|@import|url\(|\son\w+=/);
    expect([...html.matchAll(/src="(.+?)"/g)].map(([, source]) => source)).toEqual(['data:image/webp;base64,AAAA']);
    expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none';`);
    expect(html).toContain('@media print');
  });

  it('is the same for the same results', () => {
    expect(report()).toBe(report());
  });
});

it('without answers every part says why it has nothing', () => {
  const text = plain(report({ results: resultsOf({ context, sessions: [] }) }));
  expect(text).toContain('Nobody whose session counts has answered: there are no scores.');
  expect(text).toContain('No condition has answers that count.');
  expect(text).toContain('No simulated rater has entered.');
  expect(text).not.toMatch(/NaN|undefined(?! as| where|:)|null/);
});

it('a section that could not be computed has its reason in its place, and the others stay', () => {
  const text = plain(report({ results: { ...request.results, effects: { reason: 'The factors are aliased.' }, comparison: { reason: 'Too few.' } } }));
  expect(text).toContain('The factors are aliased.');
  expect(text).toContain('human-alignment score was');
});

it('no name can become markup', () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const { study } = context;
  const facts = { ...context, study: { ...study, configuration: { ...study.configuration, title: evil, question: evil, randomSeed: evil }, conditions: study.conditions.map((condition) => ({ ...condition, name: evil, networkName: evil, factors: { loss: evil, objective: evil } })) }, images: [{ ...context.images[0]!, imageSetName: evil }] };
  const hostile = plantedContext(facts.study);
  const html = report({
    facts: { ...hostile, images: facts.images, runs: new Map([...hostile.runs].map(([id, run]) => [id, { ...run, layer: evil, configuration: { [evil]: evil } }])) },
    results: resultsOf({ context: hostile, sessions: plantedSessions(hostile, truth, { count: 4 }) }),
    pictures: [{ dataUri: 'data:image/webp;base64,AAAA', caption: evil }],
    operation: { ...request.operation!, authors: [evil], ethicsCommittee: evil, institution: evil, dataLicence: evil },
    stimuliHash: evil, revisions: [evil], versions: { app: evil, statistics: evil },
  });
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<img src=x');
  expect(html.match(/&#60;script&#62;/g)!.length).toBeGreaterThan(15);
});

describe('pictures of examples', () => {
  it('are at most twelve, drawn by the study’s seed, targets with all that conditions show', () => {
    const pictures = examplePictures(context);
    expect(pictures).toHaveLength(12);
    expect(pictures.filter(({ caption }) => caption.startsWith('Target: photo-'))).toHaveLength(2);
    expect(examplePictures({ ...context, study: { ...context.study, stimuli: [...context.study.stimuli].reverse() } })).toEqual(pictures);
    expect(examplePictures({ ...context, study: { ...context.study, configuration: { ...context.study.configuration, randomSeed: 'another' } } })).not.toEqual(pictures);
  });

  it('are at most twelve where there are more conditions than that', () => {
    const many = plantedContext(plantedStudy({ conditions: crossedFactors({ size: Array.from({ length: 16 }, (_, index) => `s${index}`) }), targetCount: 5, perCondition: 2 }));
    expect(examplePictures(many)).toHaveLength(12);
  });
});
