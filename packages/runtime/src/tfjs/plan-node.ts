import type { ElementType, GraphNode, Tensor } from '@lookalike/graph';
import type { PlanBuilder, Value } from './plan-builder.ts';

export interface OutputType {
  readonly type: ElementType;
  readonly shape: readonly number[];
}

interface Parts {
  readonly b: PlanBuilder;
  readonly node: GraphNode;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly OutputType[];
  readonly isRelu: boolean;
}

/** A node with what is known of its inputs and outputs. The graph has checked its attributes; here they are only read. */
export class PlanNode {
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly OutputType[];
  /** Whether the only reader of the result is a Relu, so that it may be computed along. */
  readonly isRelu: boolean;
  readonly #b: PlanBuilder;
  readonly #node: GraphNode;

  constructor({ b, node, inputs, outputs, isRelu }: Parts) {
    this.#b = b;
    this.#node = node;
    this.inputs = inputs;
    this.outputs = outputs;
    this.isRelu = isRelu;
  }

  get output(): OutputType {
    return this.outputs[0]!;
  }

  /** An input that the operator cannot do without. */
  input(index: number): Value {
    return this.inputs[index]!;
  }

  /** An input of floating numbers. @throws runtime.model_refused */
  floats(index: number): Value {
    const value = this.input(index);
    if (this.#b.typeOf(value.type) !== 'float32') this.refuse(`takes ${value.type}`);
    return value;
  }

  has(name: string): boolean {
    return this.#node.attributes[name] !== undefined;
  }

  number(name: string, fallback: number): number {
    const value = this.#node.attributes[name];
    return typeof value === 'number' ? value : fallback;
  }

  text(name: string, fallback: string): string {
    const value = this.#node.attributes[name];
    return typeof value === 'string' ? value : fallback;
  }

  /** A list of numbers, or `undefined` where the attribute is absent or empty. */
  list(name: string): readonly number[] | undefined {
    const value = this.#node.attributes[name];
    // Lists of strings occur in no operator that we have.
    return Array.isArray(value) && value.length > 0 ? (value as readonly number[]) : undefined;
  }

  tensor(name: string): Tensor | undefined {
    const value = this.#node.attributes[name];
    return typeof value === 'object' && 'data' in value ? value : undefined;
  }

  /** The numbers of an input that is known now; `undefined` where it is absent. @throws runtime.model_refused where it is not known. */
  known(index: number): number[] | undefined {
    const value = this.inputs[index];
    if (value === undefined) return undefined;
    if (value.constant === undefined) return this.refuse(`depends on the image in its input ${index}`);
    return Array.from(value.constant.data as Iterable<number | bigint>, Number);
  }

  /** Counts a negative axis from the end. */
  axis(axis: number, rank: number): number {
    return axis < 0 ? axis + rank : axis;
  }

  refuse(because: string): never {
    return this.#b.refuse(`its ${this.#node.operator} (node "${this.#node.name}") ${because}`);
  }

  get graphNode(): GraphNode {
    return this.#node;
  }
}
