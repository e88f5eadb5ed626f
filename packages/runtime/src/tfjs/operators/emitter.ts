import type { PlanBuilder, Value } from '../plan-builder.ts';
import type { PlanNode } from '../plan-node.ts';

/** Appends the kernel calls of one node and returns the values of its outputs. */
export type Emitter = (b: PlanBuilder, node: PlanNode) => readonly Value[];
