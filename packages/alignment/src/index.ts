export { conditionTables } from './condition-tables.ts';
export type { ConditionTables, ConditionTrials } from './condition-tables.ts';
export { alignmentScore, LEVEL, scoreOf } from './alignment-score.ts';
export { DRAWS } from './bootstrap-intervals.ts';
export type { IntervalMethod } from './interval-method.ts';
export type { IntervalRequest, ScoreOfRequest, ScoreRequest } from './alignment-score.ts';
export { differenceOf, scoreDifference } from './score-difference.ts';
export type { DifferenceRequest } from './score-difference.ts';
export type { ScoredTrial } from './rater-target-table.ts';

export { wilsonInterval } from './wilson-interval.ts';
export type { ProportionCounts } from './wilson-interval.ts';
export { krippendorffAlpha } from './krippendorff-alpha.ts';
export type { Rating } from './krippendorff-alpha.ts';
export { catchAccuracy, sideBias } from './quality.ts';
export type { ShareOfTrials } from './quality.ts';

export { Agreement, AlignmentScore, Estimate, Interval, SampleSizes } from './estimate.ts';
export { AlignmentError } from './alignment-error.ts';

export { brmsScript, factorialDesign, fitMixedModel, likelihoodRatioTest, marginalMean, modelContrast } from './mixed-model/index.ts';
export type { BrmsRequest, Factor, FactorialDesign, FactorLevels, FixedEffect, LikelihoodRatio, MixedModel, MixedModelRequest, ModelContrast, ModelProgress, RandomTerm } from './mixed-model/index.ts';

export { compareConditions } from './comparison/compare-conditions.ts';
export type { Combination, Comparison, ComparisonRequest, PlannedContrast } from './comparison/compare-conditions.ts';
export { rankCorrelations } from './comparison/rank-correlation.ts';
export type { RankCorrelation, RankCorrelationRequest } from './comparison/rank-correlation.ts';

export { alphaWithInterval } from './reliability/alpha-interval.ts';
export type { AgreementWithInterval } from './reliability/alpha-interval.ts';
export { targetReliability } from './reliability/target-reliability.ts';
export type { TargetReliability } from './reliability/target-reliability.ts';

export { achievedIn, checkComponents, checkDesign, checkPlan, checkWanted, componentsOf, componentsPresets, costOf, MOST_RATERS, planCurves, planStudy } from './planning/index.ts';
export type { Achieved, ComponentsPreset, Cost, CostRequest, CrossedDesign, EstimatedComponents, PlanCheck, PlanCheckRequest, PlanOption, PlanRequest, VarianceComponents, Wanted } from './planning/index.ts';
export type { TrialPlan } from './simulation/simulated-answers.ts';
export { clusteredRegression } from './reporting/clustered-regression.ts';
export type { ClusteredRegression, ComparedWithin, Regressor } from './reporting/clustered-regression.ts';
export { errorConsistency } from './reporting/error-consistency.ts';
export type { ErrorConsistency } from './reporting/error-consistency.ts';
export { independentColumns, leastSquaresWeights } from './reporting/least-squares.ts';
export { responseCriterion } from './reporting/response-criterion.ts';
export type { KnownAnswer, ResponseCriterion } from './reporting/response-criterion.ts';
export { shareCorrelation } from './reporting/share-correlation.ts';
export type { ShareCorrelation } from './reporting/share-correlation.ts';
