export { fitMixedModel } from './fit-mixed-model.ts';
export type { FixedEffect, MixedModel, MixedModelRequest, ModelProgress, RandomTerm } from './fit-mixed-model.ts';
export { likelihoodRatioTest, marginalMean, modelContrast } from './inference.ts';
export type { ModelContrast } from './inference.ts';
