import { Estimate, Interval, SampleSizes } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { claim, Comparison } from '../comparison/comparison.ts';
import { orReason } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const Probability = Type.Number({ minimum: 0, maximum: 1 });
const Level = Type.String({ description: '`not stated` for conditions that do not have the factor.' });

const Mean = Type.Object({ estimate: Type.Number({ description: 'A score.' }), interval: Interval }, { description: 'Score of the level at the mean of all other factors.' });

const LinearEffect = Type.Object({ estimate: Type.Number({ description: 'A difference of scores.' }), interval: Interval, p: Probability });

export const AdjustedDifference = Type.Object(
  { adjusted: LinearEffect, unadjusted: LinearEffect },
  { description: 'The difference from a linear model of outcomes within targets, with all factors and the covariates, and the same model without the covariates.' },
);

export const MatchedDifference = Type.Object(
  {
    difference: Estimate,
    stimulusPairs: Type.Object({ kept: Count, of: Count }, { description: 'Pairs of stimuli of one target and of conditions that differ in this factor only, and how many of them are alike enough in d.' }),
    conditionPairs: Type.Object({ kept: Count, of: Count }, { description: 'Pairs of conditions that differ in this factor only, and how many of them are alike enough in acceptance.' }),
    meanDistance: Type.Object({ first: Type.Number({ minimum: 0 }), second: Type.Number({ minimum: 0 }) }, { description: 'Mean d of the kept stimuli.' }),
  },
  { description: 'The difference on stimuli that converged equally well.' },
);

const FactorEffect = Type.Object({
  name: Type.String(),
  levels: Type.Array(Type.Object({ level: Level, conditions: Count, mean: Mean })),
  differences: Type.Array(Type.Object({ first: Level, second: Level, ...claim, adjusted: orReason(AdjustedDifference), matched: orReason(MatchedDifference) }), {
    description: 'Mean of the first level minus that of the second. All differences of all factors are one family.',
  }),
});

const InteractionEffect = Type.Object({
  factors: Type.Tuple([Type.String(), Type.String()]),
  means: Type.Array(Type.Object({ levels: Type.Tuple([Level, Level]), mean: Mean })),
  contrasts: Type.Array(Type.Object({ levels: Type.Tuple([Level, Level]), against: Type.Tuple([Level, Level]), ...claim }), {
    description: 'By how much the difference of the second factor’s levels is larger at the first factor’s level than at the level it is held against. All contrasts of all interactions are one family.',
  }),
});

const Covariates = Type.Object({
  covariates: Type.Array(Type.Object({ name: Type.Union([Type.Literal('log2_distance'), Type.Literal('acceptance')]), ...LinearEffect.properties }), {
    description: 'By how much a score changes for each doubling of d, and from no accepted IRI to all, all factors being equal.',
  }),
  leftOut: Type.Array(Type.Object({ name: Type.String(), text: Type.String({ description: 'Why it is no covariate.' }) })),
  n: SampleSizes,
});

export const Effects = Type.Object(
  {
    effects: orReason(Type.Object({ factors: Type.Array(FactorEffect), interactions: Type.Array(InteractionEffect), adjustment: orReason(Covariates) })),
    notFitted: Type.Array(Type.Object({ factors: Type.Array(Type.String()), code: Type.String({ examples: ['one_level', 'same_as', 'combination'] }), text: Type.String() }), {
      description: 'Factors, and interactions of two, that the conditions do not tell from others.',
    }),
    matchedOn: Type.Object({ distanceRatio: Type.Number({ description: 'Matched stimuli differ in d at most by this factor.' }), acceptanceDifference: Type.Number({ description: 'Matched conditions differ in the share of accepted IRIs at most by this.' }) }),
    leftOut: Comparison.properties.leftOut,
  },
  { description: 'What the factors of conditions do to scores, on targets that all conditions share; as they are, adjusted for d and acceptance, and matched on both.' },
);
export type Effects = Static<typeof Effects>;
export type AdjustedDifference = Static<typeof AdjustedDifference>;
export type MatchedDifference = Static<typeof MatchedDifference>;
export type Covariates = Static<typeof Covariates>;
