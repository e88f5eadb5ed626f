import { GraphError } from '@lookalike/graph';
import type { GraphWriter, GraphNode, UpgradeContext } from '@lookalike/graph';

/** The whole numbers that activations may be quantised to, by TensorProto.DataType. */
const ranges: ReadonlyMap<number, readonly [least: number, most: number]> = new Map([
  [2, [0, 255]], [3, [-128, 127]], [4, [0, 65_535]], [5, [-32_768, 32_767]], [21, [0, 15]], [22, [-8, 7]],
]);
const uint8 = 2;

/** A quantised value: whole numbers, held as float32. */
interface Quantised {
  /** The value less its zero point. */
  readonly centred: string;
  readonly zeroPoint: number;
}

/**
 * Writes QuantizeLinear and DequantizeLinear out in float32. Weights become constants again. An activation is rounded and held within the range
 * of its whole numbers, as the file says; its gradient passes straight through inside that range and is 0 outside, which the Round says.
 * @see https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html
 * @see Jacob et al. 2018, the straight-through gradient of quantisation; torch.fake_quantize_per_tensor_affine, which has the same
 */
export class Quantisation {
  readonly #storedTypes: ReadonlyMap<string, number>;
  readonly #quantised = new Map<string, Quantised>();

  /** @param storedTypes TensorProto.DataType of the file's constants, by name: in memory a short type is a longer one. */
  constructor(storedTypes: ReadonlyMap<string, number>) {
    this.#storedTypes = storedTypes;
  }

  /** @returns the node's outputs, or `undefined` for another operator. */
  lower(context: UpgradeContext): readonly string[] | undefined {
    if (context.node.operator === 'QuantizeLinear') return this.#quantise(context);
    return context.node.operator === 'DequantizeLinear' ? this.#dequantise(context) : undefined;
  }

  #quantise({ b, node }: UpgradeContext): readonly string[] {
    const [x, scale, zero = ''] = node.inputs as [string, string, string | undefined];
    const [least, most] = this.#rangeOf(b, node, zero);
    const zeroPoint = zeroPointOf(b, node, zero);
    const steps = b.op('Div', [x, alongAxis(b, node, x, scale)]);
    const rounded = b.append('Round', [steps], { surrogate: 'quantised-activations' }, { name: node.name })[0]!;
    const centred = b.clip(rounded, least - zeroPoint, most - zeroPoint);
    this.#quantised.set(node.outputs[0]!, { centred, zeroPoint });
    return b.append('Add', [centred, b.scalar(zeroPoint)], {}, { name: `${node.name} zero point`, outputs: node.outputs });
  }

  #dequantise({ b, node }: UpgradeContext): readonly string[] {
    const [x, scale, zero = ''] = node.inputs as [string, string, string | undefined];
    const factor = alongAxis(b, node, x, scale);
    return b.append('Mul', [this.#centredOf(b, node, x, zero), factor], {}, { name: node.name, outputs: node.outputs });
  }

  #centredOf(b: GraphWriter, node: GraphNode, x: string, zero: string): string {
    const quantised = this.#quantised.get(x);
    if (quantised !== undefined && isUniform(b, zero) && zeroPointOf(b, node, zero) === quantised.zeroPoint) return quantised.centred;
    const numbers = b.cast(x, 'float32');
    return zero === '' ? numbers : b.sub(numbers, alongAxis(b, node, x, b.cast(zero, 'float32')));
  }

  #rangeOf(b: GraphWriter, node: GraphNode, zero: string): readonly [number, number] {
    const { output_dtype: given = 0 } = node.attributes as { output_dtype?: number };
    const type = zero !== '' ? this.#storedTypes.get(zero) ?? (b.typeOf(zero).type === 'int8' ? 3 : b.typeOf(zero).type === 'uint8' ? 2 : undefined) : given === 0 ? uint8 : given;
    const range = type === undefined ? undefined : ranges.get(type);
    if (range === undefined) throw new GraphError('graph.unsupported_type', `QuantizeLinear "${node.name}" quantises to ONNX element type ${type ?? 'unknown'}; supported are whole numbers of 4, 8 and 16 bits.`, { node: node.name, operator: node.operator });
    return range;
  }
}

/** One zero point for all values: activations with several are not exported by any quantiser that we know. */
function zeroPointOf(b: GraphWriter, node: GraphNode, zero: string): number {
  if (zero === '') return 0;
  const values = b.knownOf(zero)[0].values?.();
  if (values === undefined || !isUniform(b, zero)) throw new GraphError('graph.unsupported_quantisation', `${node.operator} "${node.name}" has a zero point that differs along an axis, or is computed. Export the network with one zero point for each activation.`, { node: node.name, operator: node.operator });
  return values[0] ?? 0;
}

function isUniform(b: GraphWriter, zero: string): boolean {
  if (zero === '') return true;
  const values = b.knownOf(zero)[0].values?.();
  return values !== undefined && values.every((value) => value === values[0]);
}

/** A scale or zero point in a shape that broadcasts against x: of all values, of each place on an axis, or of blocks along it. */
function alongAxis(b: GraphWriter, node: GraphNode, x: string, parameter: string): string {
  const shape = b.shapeOf(x);
  const own = b.shapeOf(parameter);
  const { axis: given = 1, block_size: block = 0 } = node.attributes as { axis?: number; block_size?: number };
  if (own.length === 0 || (own.length === 1 && own[0] === 1)) return b.reshape(parameter, []);
  const axis = given < 0 ? given + shape.length : given;
  if (block === 0 && own.length === 1) return b.reshape(parameter, shape.map((_, i) => (i === axis ? -1 : 1)));
  const [size, blocks] = [shape[axis], own[axis]];
  if (block > 0 && own.length === shape.length && typeof size === 'number' && blocks === Math.ceil(size / block)) {
    const sizes = own.map(Number);
    const repeated = b.expand(b.unsqueeze(parameter, [axis + 1]), [...sizes.slice(0, axis + 1), block, ...sizes.slice(axis + 1)]);
    return b.slice(b.reshape(repeated, sizes.map((each, i) => (i === axis ? each * block : each))), { starts: [0], ends: [size], axes: [axis] });
  }
  throw new GraphError('graph.shape_mismatch', `${node.operator} "${node.name}": a scale or zero point of shape [${own.join(', ')}] fits neither all of [${shape.join(', ')}], nor its axis ${axis}, nor blocks of ${block}.`, { node: node.name, operator: node.operator });
}
