import { clusteredRegression, type ClusteredRegression, type Regressor } from '@lookalike/alignment';
import type { AnsweredCondition } from '../counted-answers.ts';
import { given, givenByData, notGiven, type Given } from '../given.ts';
import type { Convergence } from './convergence.ts';
import type { AdjustedDifference, Covariates } from './effects.ts';
import { dummiesOf, type DesignFactor } from './factor-design.ts';

export interface Adjustment {
  readonly covariates: Given<Covariates>;
  readonly differenceOf: (factor: DesignFactor, first: string, second: string) => Given<AdjustedDifference>;
}

/**
 * The differences of levels with d and acceptance held equal: a linear model of outcomes within targets on all factors, log2 d and the condition's
 * acceptance, beside the same model of the same answers without these two. d may itself be what a factor does: then the adjusted
 * difference is what it does beyond that.
 */
export function adjustedEffects(conditions: readonly AnsweredCondition[], factors: readonly DesignFactor[], { distanceOf, acceptanceOf }: Convergence): Adjustment {
  const rows = conditions.flatMap(({ condition, trials }, index) => trials.flatMap((trial) => {
    const distance = distanceOf(condition.conditionId, trial.targetId);
    return distance === undefined ? [] : [{ trial, index, logDistance: Math.log2(distance) }];
  }));
  const none = (code: string, text: string): Adjustment => {
    const reason = notGiven(code, text);
    return { covariates: reason, differenceOf: () => reason };
  };
  if (factors.length === 0) return none('one_level', 'No factor tells the conditions apart.');
  if (new Set(rows.map(({ index }) => index)).size < conditions.length) return none('no_distance', 'Not all conditions have stimuli with a known d above 0.');

  const leftOut: Covariates['leftOut'] = [];
  const covariates: Regressor[] = [{ name: 'log2_distance', values: rows.map(({ logDistance }) => logDistance) }];
  const acceptances = conditions.flatMap(({ condition }) => acceptanceOf(condition.conditionId) ?? []);
  const parameters = 1 + factors.reduce((sum, { levels }) => sum + levels.length - 1, 0);
  const whyNot = acceptances.length < conditions.length ? 'Not all conditions come from runs whose acceptance is known.'
    : Math.max(...acceptances) - Math.min(...acceptances) < 1e-9 ? 'All runs have the same acceptance.'
      : conditions.length < parameters + 2 ? `With ${conditions.length} conditions and ${parameters} numbers for their factors, acceptance, which is one number a condition, cannot be told from them.` : undefined;
  if (whyNot === undefined) covariates.push({ name: 'acceptance', values: rows.map(({ index }) => acceptances[index]!) }); // One for each condition.
  else leftOut.push({ name: 'acceptance', text: whyNot });

  const trials = rows.map(({ trial }) => trial);
  const nameOf = ({ name }: DesignFactor, level: string): string => JSON.stringify([name, level]);
  const ofFactors = factors.flatMap((factor): Regressor[] => dummiesOf(conditions.map(({ condition }) => condition), factor).map((column, at) => ({ name: nameOf(factor, factor.levels[at + 1]!), values: rows.map(({ index }) => column[index]!) })));
  const fits = givenByData(() => ({ adjusted: clusteredRegression({ trials, regressors: [...ofFactors, ...covariates] }), unadjusted: clusteredRegression({ trials, regressors: ofFactors }) }));
  if (fits.reason !== null) return none(fits.reason.code, fits.reason.text);
  const { adjusted, unadjusted } = fits.value;
  return {
    covariates: given({
      covariates: covariates.filter(({ name }) => !adjusted.aliased.includes(name)).map(({ name }) => ({ name: name as 'log2_distance' | 'acceptance', ...adjusted.contrast({ [name]: 1 }) })),
      leftOut: [...leftOut, ...adjusted.aliased.filter((name) => covariates.some((covariate) => covariate.name === name)).map((name) => ({ name, text: 'The factors and the targets make it up.' }))],
      n: adjusted.n,
    }),
    differenceOf: (factor, first, second) => {
      const missing = [first, second].find((level) => [adjusted, unadjusted].some((fit) => fit.aliased.includes(nameOf(factor, level))));
      if (missing !== undefined) return notGiven('combination', `With the answers there are, ${missing} cannot be told from the other factors.`);
      const of = (fit: ClusteredRegression) => fit.contrast({ ...(first === factor.levels[0] ? {} : { [nameOf(factor, first)]: 1 }), ...(second === factor.levels[0] ? {} : { [nameOf(factor, second)]: -1 }) });
      return given({ adjusted: of(adjusted), unadjusted: of(unadjusted) });
    },
  };
}
