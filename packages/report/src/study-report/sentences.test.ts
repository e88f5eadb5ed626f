import { describe, expect, it } from 'vitest';
import { agreementSentence, attritionSentence, correlationSentence, differenceSentence, effectSentence, exclusionSentence, qualitySentence, scoreSentence } from './sentences.ts';

const interval = (lower: number, upper: number) => ({ lower, upper, level: 0.95, method: 'a method' });
const condition = (name: string) => ({ id: name, name, reference: null, factors: {} });
const n = { trials: 640, raters: 40, targets: 30 };

describe('a score as a sentence', () => {
  const score = (estimate: number | null, within: ReturnType<typeof interval> | null, sizes = n) => scoreSentence({ condition: condition('Network A'), score: { estimate, interval: within, n: sizes, excluded: 0, chance: 0.5, ties: 0 } });

  it('has its interval and what it is of', () => {
    expect(score(0.618, interval(0.551, 0.689))).toBe('Network A’s human-alignment score was 0.62 (95 % interval 0.55 to 0.69; 40 raters, 30 targets).');
  });

  it('has a third decimal where two would make both limits alike', () => {
    expect(score(0, interval(0, 0.004))).toBe('Network A’s human-alignment score was 0.000 (95 % interval 0.000 to 0.004; 40 raters, 30 targets).');
  });

  it('counts one as one, and does not invent an interval', () => {
    expect(score(1, null, { trials: 1, raters: 1, targets: 1 })).toBe('Network A’s human-alignment score was 1.00 (1 rater, 1 target).');
  });

  it('does not call a reference a network', () => {
    expect(scoreSentence({ condition: { ...condition('ceiling'), reference: 'original' }, score: { estimate: 0.97, interval: interval(0.9, 0.99), n, excluded: 0, chance: 0.5, ties: 0 } })).toMatch(/^The reference ceiling scored 0.97 \(/);
  });

  it('says that there is none', () => {
    expect(score(null, null)).toBe('Network A has no human-alignment score: nobody whose session counts answered about it.');
  });
});

describe('a difference as a sentence', () => {
  const difference = (estimate: number, within: ReturnType<typeof interval>, holmP: number, family = 3) => differenceSentence({ first: 'A', second: 'B', family, difference: { estimate, interval: within, holmP, standing: 'exploratory' } });

  it('says who scored higher, with Holm’s p', () => {
    expect(difference(0.123, interval(0.03, 0.21), 0.0081)).toBe('A scored 0.12 higher than B (95 % interval 0.03 to 0.21; p = 0.008 after Holm’s adjustment for 3 differences; exploratory).');
    expect(difference(-0.123, interval(-0.21, -0.03), 2e-9, 1)).toBe('A scored 0.12 lower than B (95 % interval −0.21 to −0.03; p < 0.001; exploratory).');
  });

  it('calls nobody higher where the difference is 0 as it is written', () => {
    expect(difference(-0.001, interval(-0.05, 0.05), 1)).toBe('A and B scored alike (difference 0.00; 95 % interval −0.05 to 0.05; p = 1.000 after Holm’s adjustment for 3 differences; exploratory).');
  });
});

it('an effect is a difference of a factor’s levels', () => {
  expect(effectSentence('loss', { first: 'robust', second: 'standard', estimate: 0.2, interval: interval(0.1, 0.3), simultaneous: interval(0, 0.4), p: 0.01, holmP: 0.02, n, excluded: 0, standing: 'exploratory', adjusted: { value: null, reason: { code: 'x', text: 'x' } }, matched: { value: null, reason: { code: 'x', text: 'x' } } }))
    .toBe('For loss, robust minus standard was 0.20 (95 % interval 0.10 to 0.30; p = 0.020 after Holm’s adjustment; exploratory).');
});

it('rankings are correlated, or it says why not', () => {
  const networks = [{ first: condition('a'), second: condition('b') }, { first: condition('c'), second: condition('d') }];
  const value = { kendall: { estimate: -0.333, interval: interval(-1, 0.6) }, spearman: { estimate: null, interval: null }, targets: 30, excluded: 0, randomSeed: 's' };
  expect(correlationSentence({ first: 'regularizer-free', second: 'adversarial', networks, correlation: { value, reason: null } }))
    .toBe('Between the rankings of 2 networks by regularizer-free and by adversarial IRIs, Kendall’s τ was −0.33 (95 % interval −1.00 to 0.60) and Spearman’s ρ is undefined, as all scores of one objective are equal, on 30 shared targets.');
  expect(correlationSentence({ first: 'x', second: 'y', networks, correlation: { value: null, reason: { code: 'few', text: 'Too few networks.' } } })).toBe('Whether x and y IRIs rank networks alike is not known: Too few networks.');
});

it('agreement has an interval, or is undefined', () => {
  const agreement = { method: 'm', n: { units: 1, raters: 2, ratings: 2 }, excluded: 0 };
  expect(agreementSentence({ condition: condition('A'), agreement: { ...agreement, alpha: 0.41, interval: interval(0.3, 0.5) } })).toBe('Krippendorff’s α of A was 0.41 (95 % interval 0.30 to 0.50).');
  expect(agreementSentence({ condition: condition('A'), agreement: { ...agreement, alpha: null, interval: null } })).toMatch(/is undefined/);
});

it('attrition goes from who entered to who counts', () => {
  const who = { one: 'person', many: 'people' };
  expect(attritionSentence({ entered: 52, consented: 48, finished: 45, counted: 40 }, who)).toBe('52 people entered, 48 consented, 45 gave every answer, and the sessions of 40 are what the scores are computed from.');
  expect(attritionSentence({ entered: 1, consented: 0, finished: 0, counted: 0 }, who)).toMatch(/^1 person entered, 0 consented/);
  expect(attritionSentence({ entered: 0, consented: 0, finished: 0, counted: 0 }, who)).toBe('No person has entered.');
});

it('exclusions say what they change', () => {
  const row = (kind: 'none' | 'all', sessions: number, change: number) => ({ kind, reason: null, excluded: [], sessions, scores: [], largestChange: { conditionId: 'A', change } });
  const of = (all: number, change = -0.0312) => exclusionSentence({ conditions: [condition('A')], reasons: [], rows: [row('none', 45, change), row('all', all, 0)] });
  expect(of(40)).toBe('5 of 45 sessions with answers are excluded; with them, no score changes by more than 0.031 (A).');
  expect(of(44)).toMatch(/^1 of 45 sessions with answers is excluded/);
  expect(of(45)).toBe('No session with answers is excluded (45 sessions).');
  expect(exclusionSentence({ conditions: [], reasons: [], rows: [row('none', 0, 0), row('all', 0, 0)] })).toBeUndefined();
});

it('quality leaves out what is not known', () => {
  const quality = { sessions: 1, completed: 1, included: 1, excluded: {}, excludedSessions: 0, catchAccuracy: 0.985, unansweredCount: 0, leftShare: null, agreement: { alpha: null, method: '', n: { units: 0, raters: 0, ratings: 0 }, excluded: 0 }, medianResponseTimeMs: 812.5 };
  expect(qualitySentence(quality)).toBe('In the sessions that count, 98.5 % of catch trials were answered right and the median response time was 813 ms.');
  expect(qualitySentence({ ...quality, catchAccuracy: null, medianResponseTimeMs: null })).toBeUndefined();
});
