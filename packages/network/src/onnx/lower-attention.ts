import { elementCount, GraphError, toDoubles } from '@lookalike/graph';
import type { GraphWriter, GraphNode, Shape, UpgradeContext } from '@lookalike/graph';

/** Of float32; below it is −∞ only. */
const lowestFinite = -3.4028234663852886e38;

interface AttentionAttributes {
  readonly q_num_heads?: number;
  readonly kv_num_heads?: number;
  readonly scale?: number;
  readonly softcap?: number;
  readonly is_causal?: number;
  readonly left_window_size?: number;
  readonly right_window_size?: number;
  readonly qk_matmul_output_mode?: number;
}

/**
 * Writes Attention out: softmax(q · kᵀ · scale + bias) · v for each head. The softmax is in float32, whatever precision the file asks for.
 * @throws graph.unsupported_attention for a cache of keys and values, which only networks that go on a text have
 * @see https://onnx.ai/onnx/operators/onnx__Attention.html
 */
export function lowerAttention({ b, node }: UpgradeContext): readonly string[] {
  const attributes = node.attributes as AttentionAttributes;
  const [query, key, value, mask = '', ...cache] = node.inputs as [string, string, string, string | undefined];
  if (cache.some((input) => input !== '')) {
    throw new GraphError('graph.unsupported_attention', `Attention "${node.name}" keeps keys and values of earlier calls, or counts valid ones. Export the network without a cache (in transformers, use_cache=False).`, { node: node.name, operator: node.operator });
  }
  const isFlat = b.shapeOf(query).length === 3;
  const q = isFlat ? headsOf(b, node, query, attributes.q_num_heads) : query;
  const ownKey = isFlat ? headsOf(b, node, key, attributes.kv_num_heads) : key;
  const ownValue = isFlat ? headsOf(b, node, value, attributes.kv_num_heads) : value;
  const [, heads, queries, width] = sizesOf(node, b.shapeOf(q)) as [number, number, number, number];
  const [, keyHeads, keys] = sizesOf(node, b.shapeOf(ownKey)) as [number, number, number];
  if (heads % keyHeads !== 0) throw new GraphError('graph.shape_mismatch', `Attention "${node.name}": ${heads} heads of queries cannot share ${keyHeads} heads of keys.`, { node: node.name, operator: node.operator });
  const k = eachRepeated(b, node, ownKey, heads / keyHeads);
  const v = eachRepeated(b, node, ownValue, heads / keyHeads);

  const { scale = 1 / Math.sqrt(width), softcap = 0, qk_matmul_output_mode: mode = 0 } = attributes;
  const products = b.matMul(b.mul(q, scale), b.transpose(k, [0, 1, 3, 2]));
  const capped = softcap > 0 ? b.mul(b.tanh(b.div(products, softcap)), softcap) : products;
  const bias = biasOf(b, { mask, allowed: allowedPlaces(attributes, queries, keys), queries, keys });
  const scores = bias === undefined ? capped : b.add(capped, bias.value);
  const softmax = b.softmax(scores, 3);
  const weights = bias?.isEmptyRow === undefined ? softmax : b.where(bias.isEmptyRow, 0, softmax);

  const result = b.matMul(weights, v);
  const [y, presentKey = '', presentValue = '', shown = ''] = node.outputs;
  if (isFlat) b.append('Reshape', [b.transpose(result, [0, 2, 1, 3]), b.integers([0, 0, -1])], {}, { name: node.name, outputs: [y!] });
  else b.append('Identity', [result], {}, { name: node.name, outputs: [y!] });
  const further = [[presentKey, ownKey], [presentValue, ownValue], [shown, [products, capped, scores, weights][mode] ?? products]] as const;
  for (const [output, from] of further) if (output !== '') b.append('Identity', [from], {}, { outputs: [output] });
  return node.outputs;
}

/** [N, tokens, heads · width] to [N, heads, tokens, width]. */
function headsOf(b: GraphWriter, node: GraphNode, x: string, heads: number | undefined): string {
  const [, tokens, width] = sizesOf(node, b.shapeOf(x)) as [number, number, number];
  if (heads === undefined || width % heads !== 0) throw new GraphError('graph.bad_attribute', `Attention "${node.name}" does not say how many heads ${width} values belong to, or they do not divide evenly.`, { node: node.name, operator: node.operator });
  return b.transpose(b.reshape(x, [0, tokens, heads, width / heads]), [0, 2, 1, 3]);
}

/** Each head so many times, one after the other. */
function eachRepeated(b: GraphWriter, node: GraphNode, x: string, times: number): string {
  if (times === 1) return x;
  const [, heads, tokens, width] = sizesOf(node, b.shapeOf(x)) as [number, number, number, number];
  return b.reshape(b.expand(b.unsqueeze(x, [2]), [1, heads, times, tokens, width]), [0, heads * times, tokens, width]);
}

/** Which keys each query may attend to, row by row; `undefined` for all. */
function allowedPlaces({ is_causal: isCausal = 0, left_window_size: left = -1, right_window_size: right = -1 }: AttentionAttributes, queries: number, keys: number): readonly boolean[] | undefined {
  if (isCausal === 0 && left < 0 && right < 0) return undefined;
  return Array.from({ length: queries * keys }, (_, i) => {
    const distance = (i % keys) - Math.floor(i / keys);
    return (isCausal === 0 || distance <= 0) && (left < 0 || -distance <= left) && (right < 0 || distance <= right);
  });
}

interface Bias {
  readonly value: string;
  /** Where a query may attend to no key at all, and its result is 0; absent where that cannot be. */
  readonly isEmptyRow?: string;
}

interface BiasParts {
  readonly mask: string;
  readonly allowed: readonly boolean[] | undefined;
  readonly queries: number;
  readonly keys: number;
}

function biasOf(b: GraphWriter, { mask, allowed, queries, keys }: BiasParts): Bias | undefined {
  const places = allowed && b.floats([queries, keys], allowed.map((isAllowed) => (isAllowed ? 0 : -Infinity)));
  if (mask === '') {
    if (places === undefined) return undefined;
    return hasEmptyRow(allowed!, keys) ? withoutEmptyRows(b, places) : { value: places };
  }
  const given = b.typeOf(mask).type === 'bool' ? b.where(mask, 0, -Infinity) : mask;
  const shape = b.shapeOf(given);
  const missing = keys - Number(shape.at(-1));
  const padded = missing > 0 && shape.at(-1) !== 1 ? b.pad(given, [...shape.map(() => 0), ...shape.map((_, axis) => (axis === shape.length - 1 ? missing : 0))], { value: -Infinity }) : given;
  const value = places === undefined ? padded : b.add(padded, places);
  const known = places === undefined ? b.constantOf(mask) : undefined;
  const isSafe = known !== undefined && elementCount(known.shape) > 0 && !hasEmptyRow(Array.from(toDoubles(known), (each) => (known.type === 'bool' ? each !== 0 : each !== -Infinity)), Number(shape.at(-1)));
  return isSafe ? { value } : withoutEmptyRows(b, value);
}

/** The softmax of nothing but −∞ is not a number, and neither is its gradient: such rows count as all allowed there, and as 0 behind it. */
function withoutEmptyRows(b: GraphWriter, bias: string): Bias {
  const isEmptyRow = b.less(b.reduceMax(bias, [-1], true), lowestFinite);
  return { value: b.where(isEmptyRow, 0, bias), isEmptyRow };
}

function hasEmptyRow(allowed: readonly boolean[], keys: number): boolean {
  for (let row = 0; row < allowed.length; row += keys) if (!allowed.slice(row, row + keys).includes(true)) return true;
  return false;
}

/** @throws graph.data_dependent_shape where a size other than the batch is open */
export function sizesOf(node: GraphNode, shape: Shape): readonly number[] {
  return shape.map((size, axis) => {
    if (axis === 0) return 0;
    if (typeof size === 'number') return size;
    throw new GraphError('graph.data_dependent_shape', `${node.operator} "${node.name}": its sizes other than the first must be known before the graph runs, got [${shape.join(', ')}]. Export the network with fixed sizes.`, { node: node.name, operator: node.operator });
  });
}
