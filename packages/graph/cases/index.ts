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
