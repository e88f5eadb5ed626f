import { activationCases } from './activation.ts';
import { choiceCases } from './choose.ts';
import { elementwiseCases } from './elementwise.ts';
import { gatherScatterCases } from './gather-scatter.ts';
import { matrixCases } from './matrix.ts';
import { normalizationCases } from './normalization.ts';
import type { OperatorCase } from './operator-case.ts';
import { rearrangeCases } from './rearrange.ts';
import { reduceCases } from './reduce.ts';
import { resizeCases } from './resize.ts';
import { windowCases } from './window.ts';

/** Every case of every operator. Whoever executes graphs runs all of them. */
export const operatorCases: readonly OperatorCase[] = [...elementwiseCases, ...activationCases, ...reduceCases, ...rearrangeCases, ...gatherScatterCases, ...choiceCases, ...windowCases, ...matrixCases, ...normalizationCases, ...resizeCases];

export { buildCase, caseFeeds } from './build-case.ts';
export type { BuiltCase } from './build-case.ts';
export type { CaseInput, OperatorCase } from './operator-case.ts';
export { compareSlopes, tellSlopes } from './slopes/measure-slope.ts';
export type { RunAt, SlopeComparison } from './slopes/measure-slope.ts';
export { chainSeeds, randomChain } from './slopes/random-chain.ts';
export type { SlopeCase } from './slopes/slope-case.ts';
export { surrogateCases } from './slopes/surrogates.ts';
