import { expect, it } from 'vitest';
import { costOf } from './cost.ts';
import { checkDesign, pairsOf, scoreCovariance, scoreVariance } from './crossed-design.ts';
import { planCurves, planStudy } from './plan-study.ts';
import { componentsPresets } from './variance-components.ts';
import { achievedIn, type Wanted } from './wanted.ts';

const usual = componentsPresets[1]!;
const base = { components: usual, perRater: 16, sharesTargets: true, conditionCount: 2 } as const;
const width: Wanted = { kind: 'width', score: 0.3, width: 0.15 };

it('gives the least number of raters: one fewer is not enough', () => {
  for (const { targets, perRater, raters } of planStudy({ ...base, wanted: width }, [50, 100, 200])) {
    const at = (count: number) => achievedIn(width, usual)({ ...base, targets, perRater, raters: count });
    expect(at(raters!).isEnough).toBe(true);
    expect(at(raters! - 1).isEnough).toBe(false);
  }
});

it('says that raters do not help where there are too few targets', () => {
  const [few, many] = planStudy({ ...base, wanted: width }, [10, 200]);
  expect(few).toMatchObject({ raters: null, perRater: 10, achieved: { isEnough: false } });
  expect(many!.raters).toBeLessThan(30);
});

it('more targets take fewer raters, and what is stricter takes more', () => {
  const ratersFor = (wanted: Wanted) => planStudy({ ...base, wanted }, [60, 120, 240]).map(({ raters }) => raters!);
  const [first, second, third] = ratersFor(width);
  expect(first).toBeGreaterThanOrEqual(second!);
  expect(second).toBeGreaterThanOrEqual(third!);
  expect(ratersFor({ ...width, width: 0.12 } as Wanted)[1]).toBeGreaterThan(second!);
  const difference: Wanted = { kind: 'difference', score: 0.3, otherScore: 0.15, power: 0.8 };
  expect(ratersFor({ ...difference, power: 0.95 })[1]).toBeGreaterThan(ratersFor(difference)[1]!);
  expect(ratersFor({ ...difference, score: 0.2 })[1]).toBeGreaterThan(ratersFor(difference)[1]!);
});

it('a difference is the same whichever score comes first', () => {
  const achieved = (score: number, otherScore: number) => achievedIn({ kind: 'difference', score, otherScore, power: 0.8 }, usual)({ ...base, targets: 60, raters: 30 }).value;
  expect(achieved(0.3, 0.2)).toBeCloseTo(achieved(0.2, 0.3), 9);
});

it('curves go through the options', () => {
  const [option] = planStudy({ ...base, wanted: width }, [100]);
  const [curve] = planCurves({ ...base, wanted: width }, { targetCounts: [100], raterCounts: [option!.raters!, 500] });
  expect(curve!.points[0]!.value).toBe(option!.achieved.value);
  expect(curve!.points[1]!.value).toBeLessThan(option!.achieved.value);
});

it('the variance of a score is that of a mean over all pairs that share something', () => {
  // By hand: two raters with two targets each, windows 0–1 and 2–0 of three targets. Target 0 has two answers.
  const design = { raters: 2, targets: 3, perRater: 2, sharesTargets: true, conditionCount: 2 };
  expect(pairsOf(design)).toEqual({ answers: 4, ofRater: 4, ofTarget: 2 });
  expect(scoreVariance(design, { ofBoth: 1, ofRater: 0.5, ofTarget: 0.25 })).toBeCloseTo((4 + 4 * 0.5 + 2 * 0.25) / 16, 12);
  expect(scoreCovariance(design, { ofBoth: 1, ofRater: 0.5, ofTarget: 0.25 })).toBeCloseTo((4 + 4 * 0.5 + 2 * 0.25) / 16, 12);
  // Where targets are seen once, a rater's answers in two conditions are about different targets.
  expect(scoreCovariance({ ...design, sharesTargets: false }, { ofBoth: 1, ofRater: 0.5, ofTarget: 0.25 })).toBeCloseTo((8 * 0.5 + 6 * 0.25) / 16, 12);
});

it.each<[string, Wanted, RegExp]>([
  ['no width', { kind: 'width', score: 0.3, width: 0 }, /width is 0.*between 0 and 1/],
  ['a width of everything', { kind: 'width', score: 0.3, width: 1 }, /width is 1/],
  ['a score above 1', { kind: 'width', score: 1.2, width: 0.1 }, /true score is 1.2/],
  ['not a number', { kind: 'width', score: Number.NaN, width: 0.1 }, /true score is NaN/],
  ['certainty', { kind: 'difference', score: 0.3, otherScore: 0.2, power: 1 }, /power is 1/],
  ['no difference', { kind: 'difference', score: 0.3, otherScore: 0.3, power: 0.8 }, /no difference to find/],
  ['a negative margin', { kind: 'equivalence', score: 0.3, otherScore: 0.3, margin: -0.1, power: 0.8 }, /margin is -0.1/],
  ['scores further apart than the margin', { kind: 'equivalence', score: 0.3, otherScore: 0.1, margin: 0.1, power: 0.8 }, /not within the margin/],
  ['scores as far apart as the margin', { kind: 'equivalence', score: 0.5, otherScore: 0.4, margin: 0.1, power: 0.8 }, /differ by 0.1, which is not within/],
  ['a score that is chance', { kind: 'chance', score: 0.5, chance: 0.5, power: 0.8 }, /no study tells them apart/],
])('refuses %s', (_name, wanted, message) => {
  expect(() => planStudy({ ...base, wanted }, [50])).toThrow(message);
});

it('refuses components and designs that cannot be', () => {
  expect(() => planStudy({ ...base, components: { ...usual, raterSd: -1 }, wanted: width }, [50])).toThrow(/raterSd is -1/);
  expect(() => planStudy({ ...base, components: { ...usual, targetOwnShare: 2 }, wanted: width }, [50])).toThrow(/targetOwnShare is 2/);
  expect(() => planStudy({ ...base, wanted: width }, [1])).toThrow(/1 targets/);
  expect(() => planStudy({ ...base, sharesTargets: false, conditionCount: 20, wanted: width }, [10])).toThrow(/of which a rater sees none twice/);
  expect(() => checkDesign({ ...base, raters: 1, targets: 20 })).toThrow(/1 raters/);
});

it('cost is what raters and platform get, in whole hundredths', () => {
  const request = { scoredTrials: 32, otherTrials: 8, secondsPerTrial: 6, fixedMinutes: 2, platformShare: 0.333 } as const;
  expect(costOf(40, { ...request, reward: { amount: 9, basis: 'hour' } })).toEqual({ minutesPerRater: 6, hours: 4, rewards: 36, fees: 11.99, total: 47.99 });
  expect(costOf(40, { ...request, reward: { amount: 1.2, basis: 'session' } })).toMatchObject({ rewards: 48, fees: 15.98, total: 63.98 });
  expect(costOf(40, { ...request, reward: null })).toMatchObject({ total: 0 });
});
