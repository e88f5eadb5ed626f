export { brmsScript } from './brms-script.ts';
export type { BrmsRequest } from './brms-script.ts';
export { factorialDesign } from './factorial-design.ts';
export type { Factor, FactorialDesign, FactorLevels } from './factorial-design.ts';
export { fitMixedModel } from './fit-mixed-model.ts';
export type { MixedModel } from './fit-mixed-model.ts';
export type { FixedEffect, MixedModelRequest, ModelProgress, RandomTerm } from './model-request.ts';
export { likelihoodRatioTest, marginalMean, modelContrast } from './inference.ts';
export type { LikelihoodRatio, ModelContrast } from './inference.ts';
