import { Interval } from '@lookalike/alignment';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { Comparison } from '../comparison/comparison.ts';
import { Effects } from '../effects/effects.ts';
import { orReason } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const Probability = Type.Number({ minimum: 0, maximum: 1 });
const logOdds = { estimate: Type.Number({ description: 'On the log-odds.' }), standardError: Type.Number({ minimum: 0 }), interval: Interval, p: Type.Number({ minimum: 0, maximum: 1, description: 'Wald, two-sided, that it is 0; not adjusted.' }) } as const;
const Mean = Type.Object({ estimate: Probability, interval: Interval }, { description: 'On the probability scale, for raters and targets in general: the random effects are integrated out, so that it can be compared with a score.' });
const Test = orReason(Type.Object({ chiSquared: Type.Number({ minimum: 0 }), freedom: Type.Integer({ minimum: 1 }), p: Probability, method: Type.String() }));

export const FittedModel = Type.Object({
  formula: Type.String({ description: 'In the notation of R’s lme4.' }),
  rows: Count,
  coefficients: Type.Array(Type.Object({ name: Type.String({ examples: ['(Intercept)', 'loss: contrastive'] }), ...logOdds }), { description: 'Each level against the first of its factor.' }),
  random: Type.Array(Type.Object({ name: Type.String(), sd: Type.Number({ minimum: 0, description: 'On the log-odds.' }), levels: Count })),
  logLikelihood: Type.Number(),
  hasPrior: Type.Boolean({ description: 'Whether fixed effects have a weak prior because some have no finite estimate without: a condition is all target or all seed. Then there are no likelihood-ratio tests.' }),
  method: Type.String(),
  warnings: Type.Array(Type.String(), { description: 'What to know before the numbers are used.' }),
});

export const Model = Type.Object(
  {
    model: orReason(
      Type.Object({
        main: Type.Object(FittedModel.properties, { description: 'All factors, added up.' }),
        factors: Type.Array(
          Type.Object({
            name: Type.String(),
            levels: Type.Array(Type.Object({ level: Type.String(), mean: Mean })),
            contrasts: Type.Array(Type.Object({ first: Type.String(), second: Type.String(), ...logOdds }), { description: 'Log-odds of the first level minus those of the second.' }),
            test: Type.Object(Test.properties, { description: 'Of the model without this factor.' }),
          }),
        ),
        interactions: Type.Array(
          Type.Object({
            factors: Type.Tuple([Type.String(), Type.String()]),
            contrasts: orReason(Type.Array(Type.Object({ levels: Type.Tuple([Type.String(), Type.String()]), against: Type.Tuple([Type.String(), Type.String()]), ...logOdds }))),
            test: Type.Object(Test.properties, { description: 'Of the main model within the one with this interaction.' }),
          }),
          { description: 'Each added to the main model by itself.' },
        ),
        conditions: orReason(
          Type.Object({
            model: FittedModel,
            means: Type.Array(Type.Object({ condition: ComparedCondition, mean: Mean })),
            test: Type.Object(Test.properties, { description: 'Of the main model within this one: whether conditions differ in more than their factors add up to.' }),
          }),
        ),
      }),
    ),
    notFitted: Effects.properties.notFitted,
    leftOut: Comparison.properties.leftOut,
    brms: orReason(Type.String({ description: 'R: the main model as a Bayesian one, to be run in the folder of the exported data set. It takes the same answers.' })),
  },
  { description: 'A logistic mixed model of the answers: random intercepts of raters, targets, and of both by condition.' },
);
export type Model = Static<typeof Model>;
export type FittedModel = Static<typeof FittedModel>;
