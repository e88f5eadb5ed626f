import { GraphBuilder, GraphError, makeTensor, valueNamesOf } from '@lookalike/graph';
import type { Graph, GraphInput } from '@lookalike/graph';

/** Values of further inputs by name: one number for all of an input, or every number of it in row-major order, for one image. */
export type ConstantInputs = Readonly<Record<string, number | readonly number[]>>;

interface AddOptions {
  readonly inputs: readonly GraphInput[];
  readonly values: ConstantInputs;
  /** An input whose first size is the batch, if there is one. */
  readonly image: string | undefined;
}

/**
 * Makes inputs constants of a graph that is being built, which keeps the names that it will have. A value that the file wants once for each image is repeated for each.
 * @throws graph.bad_constant_input when the numbers are not as many as the input takes, or it takes no such numbers
 */
export function addConstantInputs(b: GraphBuilder, { inputs, values, image }: AddOptions): void {
  for (const { name, type, shape } of inputs) {
    const isPerImage = shape[0] === 'N' && image !== undefined;
    const sizes = shape.slice(isPerImage ? 1 : 0).map((size) => (size === 'N' ? 1 : Number(size)));
    const tensor = makeTensor(type, isPerImage ? [1, ...sizes] : sizes, numbersOf({ name, type, sizes }, values[name]!));
    if (!isPerImage) {
      b.constant(tensor, name);
      continue;
    }
    const batch = b.slice(b.shape(image), { starts: [0], ends: [1], axes: [0] });
    b.append('Expand', [b.constant(tensor), b.concat([batch, b.integers(sizes)], 0)], {}, { outputs: [name] });
  }
}

/** The graph with some of its inputs made constants. @throws graph.bad_constant_input */
export function withConstantInputs(graph: Graph, values: ConstantInputs): Graph {
  if (Object.keys(values).length === 0) return graph;
  requireInputs(graph.inputs.map(({ name }) => name), values);
  const b = new GraphBuilder({ name: graph.name });
  b.keepNames({ values: valueNamesOf(graph), nodes: graph.nodes.map(({ name }) => name) });
  const isGiven = ({ name }: GraphInput): boolean => Object.hasOwn(values, name);
  const others = graph.inputs.filter((input) => !isGiven(input));
  for (const input of others) b.input(input.name, input);
  addConstantInputs(b, { inputs: graph.inputs.filter(isGiven), values, image: others.find(({ shape }) => shape[0] === 'N')?.name });
  for (const [name, tensor] of graph.constants) b.constant(tensor, name);
  for (const node of graph.nodes) b.adopt(node);
  b.setOutputs(graph.outputs);
  return b.build();
}

/** @throws graph.bad_constant_input naming what is no input */
export function requireInputs(names: readonly string[], values: ConstantInputs): void {
  const strange = Object.keys(values).filter((name) => !names.includes(name));
  if (strange.length === 0) return;
  throw new GraphError('graph.bad_constant_input', `The network has no input ${strange.map((name) => `"${name}"`).join(', ')} to give a value to; it has ${names.map((name) => `"${name}"`).join(', ') || 'none'}.`, { inputs: names, strange });
}

function numbersOf({ name, type, sizes }: { readonly name: string; readonly type: GraphInput['type']; readonly sizes: readonly number[] }, value: number | readonly number[]): readonly number[] {
  const count = sizes.reduce((product, size) => product * size, 1);
  const numbers = typeof value === 'number' ? Array.from({ length: count }, () => value) : value;
  const fault = (message: string): GraphError => new GraphError('graph.bad_constant_input', `Input "${name}" takes ${type} [${sizes.join(', ')}]: ${message}`, { input: name });
  if (numbers.length !== count) throw fault(`${count} numbers, and ${numbers.length} are given. Give one for all, or every one of them.`);
  const isFloat = type === 'float32' || type === 'float16' || type === 'float64';
  if (!isFloat && !numbers.every(Number.isInteger)) throw fault('whole numbers only.');
  if (type === 'bool' && !numbers.every((each) => each === 0 || each === 1)) throw fault('0 for false and 1 for true only.');
  if (type === 'uint8' && !numbers.every((each) => each >= 0 && each <= 255)) throw fault('whole numbers from 0 to 255 only.');
  return numbers;
}
