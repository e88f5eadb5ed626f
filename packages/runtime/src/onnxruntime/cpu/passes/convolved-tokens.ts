import { elementCount, Rewriter, sharedFloats, traitsOf } from '@lookalike/graph';
import type { Graph, GraphNode, Tensor, ValueType } from '@lookalike/graph';
import { blockedChannels } from '../block-channels.ts';
import { biasAfter, matrixProduct } from './matrix-factors.ts';

/** Fewer tokens than this are better multiplied for all images at once. */
const leastTokens = 16;

/** A product of tokens [N, …, K] with a constant matrix [K, M], and perhaps the sum with a bias [M]. */
interface Product {
  readonly tokens: string;
  readonly matrix: Tensor;
  readonly bias: string | undefined;
  /** Sizes between batch and channels: of a row of tokens, or of an image of them. */
  readonly places: readonly number[];
  readonly product: GraphNode;
  /** The node that makes the result: the product, or the sum. */
  readonly last: GraphNode;
}

/**
 * Writes products of tokens with constant matrices as convolutions by 1×1 where all between two of them is done element by element: the layers
 * around a transformer's activation, and their gradients. In the blocked layout they take less time than products, add their bias at once,
 * and what is between stays there.
 */
export function convolveTokens(graph: Graph): Graph {
  const r = new Rewriter(graph);
  const products = productsIn(r);
  const between = valuesBetween(r, products);
  if (between.size === 0) return graph;
  /** Tokens as images [N, C, height, width]. */
  const images = new Map<string, string>();
  const convolutions = new Map(products.filter(({ tokens, last }) => between.has(tokens) || between.has(last.outputs[0]!)).map((product) => [product.last, product]));
  for (const node of graph.nodes) {
    const [result] = node.outputs as [string];
    const product = convolutions.get(node);
    if (product !== undefined) {
      r.replace(node, () => {
        const image = convolved(r, product, images);
        if (!between.has(result)) return tokensOf(r, image, product);
        images.set(result, image);
        return [];
      });
    } else if (between.has(result)) {
      images.set(result, r.fresh(result));
      r.change(node, { inputs: node.inputs.map((input) => images.get(input) ?? input), outputs: [images.get(result)!] });
    }
  }
  return r.build();
}

function convolved(r: Rewriter, { tokens, matrix, bias, places }: Product, images: Map<string, string>): string {
  const [inputs] = matrix.shape as readonly [number, number];
  const image = images.get(tokens) ?? r.transpose(places.length === 1 ? r.reshape(tokens, [0, 1, ...places, inputs]) : tokens, [0, 3, 1, 2]);
  images.set(tokens, image);
  return r.op('Conv', [image, r.constant(filtersOf(matrix)), ...(bias === undefined ? [] : [bias])], { kernel_shape: [1, 1] });
}

function tokensOf(r: Rewriter, image: string, { matrix, places }: Product): string {
  const plane = r.transpose(image, [0, 2, 3, 1]);
  return places.length === 1 ? r.reshape(plane, [0, ...places, matrix.shape[1]!]) : plane;
}

function productsIn(r: Rewriter): Product[] {
  return r.nodes.flatMap((node): readonly Product[] => {
    const product = matrixProduct(r, node);
    const places = product && placesOf(r.typeOf(product.value));
    if (product === undefined || places === undefined || product.matrix.shape.some((size) => size % blockedChannels !== 0)) return [];
    const biased = biasAfter(r, node.outputs[0]!, product.matrix.shape[1]!);
    return [{ tokens: product.value, matrix: product.matrix, bias: biased?.bias, places, product: node, last: biased?.sum ?? node }];
  });
}

function placesOf({ type, shape }: ValueType): readonly number[] | undefined {
  const places = shape.slice(1, -1);
  const isPlane = type === 'float32' && (places.length === 1 || places.length === 2) && places.every((size) => typeof size === 'number');
  return isPlane && elementCount(places) >= leastTokens ? places : undefined;
}

/** Values that are made by products, or element by element of such values, and are read by such nodes only. */
function valuesBetween(r: Rewriter, products: readonly Product[]): ReadonlySet<string> {
  if (products.length === 0) return new Set();
  const results = new Set(products.map(({ last }) => last));
  const multiplying = new Set(products.map(({ product }) => product));
  const isElementwise = (node: GraphNode): boolean => traitsOf(node)?.reach === 'entry' && placesOf(r.typeOf(node.outputs[0]!)) !== undefined;
  const makers = new Map(r.nodes.filter((node) => results.has(node) || isElementwise(node)).map((node) => [node.outputs[0]!, node]));
  const isNumber = (value: string): boolean => value === '' || r.shapeOf(value).every((size) => size === 1);
  const fits = (value: string, node: GraphNode): boolean => {
    const isMade = results.has(node) || node.inputs.every((input) => isNumber(input) || (makers.has(input) && r.hasSameShape(input, value)));
    return isMade && r.readersOf(value).every((reader) => reader !== undefined && (multiplying.has(reader) || makers.get(reader.outputs[0]!) === reader));
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
