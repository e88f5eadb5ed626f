import type { ElementType, GraphBuilder, Shape } from '@lookalike/graph';

/**
 * One way to use an operator, as data: the reference arithmetic, its gradient rule and every runtime run the same cases.
 * @example
 * { name: 'Relu of an image', operator: 'Relu', inputs: { x: { shape: ['N', 3, 4, 4] } }, build: (b, { x }) => b.relu(x) }
 */
export interface OperatorCase<Name extends string = string> {
  /** What is special about it, to be read in a test's title. */
  readonly name: string;
  /** The operator that the case is about. */
  readonly operator: string;
  readonly inputs: Readonly<Record<Name, CaseInput>>;
  /** Appends the nodes; gets the names of the inputs and returns the name of the result. */
  readonly build: (b: GraphBuilder, inputs: Readonly<Record<Name, string>>) => string;
  /** False where the operator passes no gradient on, by declaration. Default: true. */
  readonly hasGradient?: boolean;
  /** True where the gradient is not the slope of the values, on purpose; a test of its own says what it is. */
  readonly hasSurrogateGradient?: boolean;
}

export interface CaseInput {
  readonly shape: Shape;
  /** Default: float32. */
  readonly type?: ElementType;
  /** Values are drawn uniformly from here; default [−1, 1]. Whole numbers for integer types, both ends included. */
  readonly range?: readonly [least: number, most: number];
}

/** Keeps the input names of one case known to its `build`. */
export function operatorCase<Name extends string>(definition: OperatorCase<Name>): OperatorCase {
  // `build` is only ever called with the names of `inputs`.
  return definition as unknown as OperatorCase;
}
