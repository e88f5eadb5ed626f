import type { TensorFlowBuilder } from '../tensorflow-builder.ts';
import type { TfValue } from '../value.ts';
import type { NodeAttributes } from './node-attributes.ts';

/** What an operation's rule is given. */
export interface OperationContext {
  readonly t: TensorFlowBuilder;
  readonly name: string;
  readonly attributes: NodeAttributes;
  readonly inputs: readonly TfValue[];
  /** An input that must be there. @throws graph.bad_arity */
  input(index: number): TfValue;
}

/** Appends what an operation computes. */
export type OperationRule = (context: OperationContext) => TfValue | readonly TfValue[];
