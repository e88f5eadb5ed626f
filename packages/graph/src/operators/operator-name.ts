import type { operators } from './index.ts';

/** The operators that a graph may contain. */
export type OperatorName = keyof typeof operators;
