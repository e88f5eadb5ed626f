import { elementCount, inferTypes, makeTensor, readersOf, removeDeadNodes, sharedFloats, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import { blockedChannels } from './blocked-channels.ts';
import { biasAfter, isMatrix } from './matrix-factors.ts';

/** Fewer tokens than this are better multiplied for all images at once. */
const leastTokens = 16;

/** A product of tokens [N, …, K] with a constant matrix [K, M], and perhaps the sum with a bias [M]. */
interface Product {
  readonly tokens: string;
  readonly matrixName: string;
  readonly matrix: Tensor;
  readonly bias: string | undefined;
  /** Sizes between batch and channels: of a row of tokens, or of an image of them. */
  readonly places: readonly number[];
  /** The node that makes the result, of the product or of the sum. */
  readonly last: GraphNode;
}

/**
 * Writes products of tokens with constant matrices as convolutions by 1×1 where all between two of them is done element by element: the layers
 * around a transformer's activation, and their gradients. In the blocked layout they take less time than products, add their bias at once,
 * and what is between stays there.
 */
export function convolveTokens(graph: Graph): Graph {
  const products = productsIn(graph);
  const images = valuesBetween(graph, products);
  if (images.size === 0) return graph;
  const constants = new Map(graph.constants);
  const constant = (name: string, tensor: Tensor): string => {
    constants.set(name, tensor);
    return name;
  };
  const node = (operator: string, inputs: readonly string[], output: string, attributes: GraphNode['attributes'] = {}): GraphNode => ({ name: `makes ${output}`, operator, inputs, outputs: [output], attributes });
  const moved = new Map<string, string>();
  const convolved = ({ tokens, matrix, bias, places, last: { outputs: [result] } }: Product): GraphNode[] => {
    const [inputs, outputs] = matrix.shape as readonly [number, number];
    const nodes: GraphNode[] = [];
    const isLine = places.length === 1;
    const reshaped = (x: string, sizes: readonly number[], output: string): void => { nodes.push(node('Reshape', [x, constant(`shape of ${output}`, makeTensor('int64', [sizes.length], sizes))], output)); };
    if (!images.has(tokens) && !moved.has(tokens)) {
      const [plane, image] = [`${tokens} in a plane`, `${tokens} as an image`];
      if (isLine) reshaped(tokens, [0, 1, ...places, inputs], plane);
      nodes.push(node('Transpose', [isLine ? plane : tokens], image, { perm: [0, 3, 1, 2] }));
      moved.set(tokens, image);
    }
    const filter = constant(`filters of ${result!}`, filtersOf(matrix));
    const image = images.has(result!) ? result! : `${result!} as an image`;
    nodes.push(node('Conv', [moved.get(tokens) ?? tokens, filter, ...(bias === undefined ? [] : [bias])], image, { kernel_shape: [1, 1] }));
    if (images.has(result!)) return nodes;
    const plane = isLine ? `${result!} in a plane` : result!;
    nodes.push(node('Transpose', [image], plane, { perm: [0, 2, 3, 1] }));
    if (isLine) reshaped(plane, [0, ...places, outputs], result!);
    return nodes;
  };
  const convolutions = new Map(products.filter(({ tokens, last }) => images.has(tokens) || images.has(last.outputs[0]!)).map((product) => [product.last, product]));
  const nodes = graph.nodes.flatMap((old): readonly GraphNode[] => (convolutions.has(old) ? convolved(convolutions.get(old)!) : [old]));
  return removeDeadNodes({ ...graph, nodes, constants });
}

function productsIn(graph: Graph): Product[] {
  if (!graph.nodes.some(({ operator }) => operator === 'MatMul')) return [];
  const types = inferTypes(graph);
  const readers = readersOf(graph);
  return graph.nodes.flatMap((product): readonly Product[] => {
    const [tokens, matrixName] = product.inputs;
    const matrix = product.operator === 'MatMul' ? graph.constants.get(matrixName!) : undefined;
    const places = tokens === undefined ? undefined : placesOf(types.get(tokens));
    if (!isMatrix(matrix) || places === undefined || matrix.shape.some((size) => size % blockedChannels !== 0)) return [];
    const biased = biasAfter(product.outputs[0]!, matrix.shape[1]!, graph, readers);
    return [{ tokens: tokens!, matrixName: matrixName!, matrix, bias: biased?.bias, places, last: biased?.sum ?? product }];
  });
}

function placesOf(type: ValueType | undefined): readonly number[] | undefined {
  const places = type?.shape.slice(1, -1);
  const isPlane = type?.type === 'float32' && (places!.length === 1 || places!.length === 2) && places!.every((size) => typeof size === 'number');
  return isPlane && elementCount(places as number[]) >= leastTokens ? places as number[] : undefined;
}

/** Values that are made by products, or element by element of such values, and are read by such nodes only. */
function valuesBetween(graph: Graph, products: readonly Product[]): ReadonlySet<string> {
  if (products.length === 0) return new Set();
  const types = inferTypes(graph);
  const readers = readersOf(graph);
  const shapeOf = (value: string): string => types.get(value)!.shape.join();
  const results = new Set(products.map(({ last }) => last));
  /** Who reads a value as the tokens of a product: the product itself. */
  const isMultiplied = new Set(products.map(({ tokens, matrixName }) => `${tokens} ${matrixName}`));
  const makers = new Map(graph.nodes.filter((node) => results.has(node) || (traitsOf(node)?.reach === 'entry' && placesOf(types.get(node.outputs[0]!)) !== undefined)).map((node) => [node.outputs[0]!, node]));
  const fits = (value: string, node: GraphNode): boolean => {
    const isMade = results.has(node) || node.inputs.every((input) => elementCount(types.get(input)!.shape.map(Number)) === 1 || (makers.has(input) && shapeOf(input) === shapeOf(value)));
    return isMade && readers.get(value)!.every((reader) => reader !== undefined && (isMultiplied.has(reader.inputs.join(' ')) || makers.get(reader.outputs[0]!) === reader));
  };
  for (let before = -1; before !== makers.size;) {
    before = makers.size;
    for (const [value, node] of makers) if (!fits(value, node)) makers.delete(value);
  }
  return new Set(makers.keys());
}

function filtersOf({ shape, data }: Tensor): Tensor {
  const [inputs, outputs] = shape as readonly [number, number];
  const filters = sharedFloats(data.length);
  for (let output = 0, to = 0; output < outputs; output++) for (let input = 0; input < inputs; input++) filters[to++] = data[input * outputs + output] as number;
  return { type: 'float32', shape: [outputs, inputs, 1, 1], data: filters };
}
