import { AttributeReader } from '../attributes.ts';
import { GraphError } from '../graph-error.ts';
import { without } from './definition.ts';
import type { InferContext, UpgradeContext } from './definition.ts';

const autoPads = ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'] as const;

/** The attributes that every operator with a sliding window has, as the file gives them. */
export interface WindowAttributes {
  readonly kernel: readonly number[] | undefined;
  readonly strides: readonly number[] | undefined;
  readonly dilations: readonly number[] | undefined;
  readonly pads: readonly number[] | undefined;
  readonly autoPad: (typeof autoPads)[number];
  readonly ceilMode: boolean;
}

export function readWindow(read: AttributeReader): WindowAttributes {
  const optional = (name: string): readonly number[] | undefined => (read.has(name) ? read.integers(name) : undefined);
  return {
    kernel: optional('kernel_shape'),
    strides: optional('strides'),
    dilations: optional('dilations'),
    pads: optional('pads'),
    autoPad: read.choice('auto_pad', autoPads, 'NOTSET'),
    ceilMode: read.flag('ceil_mode', false),
  };
}

/** How a window slides along one spatial axis. */
export interface WindowAxis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before and after. */
  readonly begin: number;
  readonly end: number;
}

/**
 * The window along each spatial axis.
 * With ceil mode a last window that would begin in the padding behind the input is left out, as PyTorch does.
 * @see https://onnx.ai/onnx/operators/onnx__MaxPool.html
 */
export function windowAxes(attributes: WindowAttributes, spatial: readonly number[], kernel: readonly number[], fail: InferContext<unknown>['fail']): WindowAxis[] {
  const { strides = [], dilations = [], pads = [], autoPad, ceilMode } = attributes;
  const rank = spatial.length;
  for (const [name, list, length] of [['kernel_shape', kernel, rank], ['strides', strides, rank], ['dilations', dilations, rank], ['pads', pads, 2 * rank]] as const) {
    if (list.length !== 0 && list.length !== length) fail(`${name} must have ${length} entries for ${rank} spatial axes, got ${list.length}.`);
  }
  if ([...kernel, ...strides, ...dilations].some((value) => value < 1) || pads.some((value) => value < 0)) fail('kernel, strides and dilations must be at least 1, pads at least 0.');
  return spatial.map((input, axis) => {
    const size = kernel[axis]!;
    const stride = strides[axis] ?? 1;
    const dilation = dilations[axis] ?? 1;
    const extent = dilation * (size - 1) + 1;
    const base = { input, kernel: size, stride, dilation };
    if (autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER') {
      const output = Math.ceil(input / stride);
      const total = Math.max(0, (output - 1) * stride + extent - input);
      const less = Math.floor(total / 2);
      const begin = autoPad === 'SAME_UPPER' ? less : total - less;
      return { ...base, output, begin, end: total - begin };
    }
    const begin = autoPad === 'VALID' ? 0 : pads[axis] ?? 0;
    const end = autoPad === 'VALID' ? 0 : pads[axis + rank] ?? 0;
    const steps = (input + begin + end - extent) / stride;
    let output = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
    if (ceilMode && (output - 1) * stride >= input + begin) output -= 1;
    if (output < 1) fail(`a window of ${extent} does not fit into ${input} (padding ${begin} and ${end}).`);
    return { ...base, output, begin, end };
  });
}

/**
 * Writes automatic padding and ceil mode as plain pads, so that no runtime needs to know them: ONNX's own shape inference and its
 * runtimes disagree about the last window of ceil mode. Pads that count towards a mean cannot stand for ceil mode, which then stays.
 */
export function withPlainPads({ b, node }: UpgradeContext, kernel = new AttributeReader(node).integers('kernel_shape')): readonly string[] | undefined {
  const attributes = readWindow(new AttributeReader(node));
  const spatial = b.shapeOf(node.inputs[0]!).slice(2) as readonly number[];
  const axes = windowAxes(attributes, spatial, kernel, (message) => {
    throw new GraphError('graph.shape_mismatch', `${node.operator} "${node.name}": ${message}`, { node: node.name });
  });
  const reachOf = ({ input, output, kernel: size, stride, dilation, begin }: WindowAxis): number => Math.max(0, (output - 1) * stride + dilation * (size - 1) + 1 - input - begin);
  const ends = axes.map((axis) => Math.max(axis.end, reachOf(axis)));
  const isPlain = attributes.autoPad === 'NOTSET' && !attributes.ceilMode;
  const isMeanOverPads = node.attributes['count_include_pad'] === 1 && axes.some((axis, i) => axis.end !== ends[i]);
  if (isPlain) return undefined;
  // Where ceil mode stays, pads that no window reaches go, or runtimes would put a window there.
  const needed = axes.map((axis) => Math.min(axis.end, reachOf(axis)));
  if (isMeanOverPads && axes.every((axis, i) => axis.end === needed[i])) return undefined;
  const pads = [...axes.map((axis) => axis.begin), ...(isMeanOverPads ? needed : ends)];
  // The node comes from the file, so its operator is one that has been looked up.
  return b.append(node.operator, node.inputs, { ...without(node.attributes, 'auto_pad', ...(isMeanOverPads ? [] : ['ceil_mode'])), pads }, { name: node.name, outputs: node.outputs });
}

/** Pads as attributes have them: all begins, then all ends. */
export function padsOf(axes: readonly WindowAxis[]): number[] {
  return [...axes.map((axis) => axis.begin), ...axes.map((axis) => axis.end)];
}

/** A third axis of size 1 lets the reference arithmetic treat one spatial axis as two. */
export function asPlane(axes: readonly WindowAxis[]): readonly [WindowAxis, WindowAxis] {
  const unit: WindowAxis = { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, begin: 0, end: 0 };
  return axes.length === 1 ? [unit, axes[0]!] : [axes[0]!, axes[1]!];
}

/** Every pair of output cell and window cell that falls inside the input: three lists of one length. */
export interface WindowCells {
  readonly outputs: Int32Array;
  readonly inputs: Int32Array;
  readonly cells: Int32Array;
}

export function windowCells([rows, columns]: readonly [WindowAxis, WindowAxis]): WindowCells {
  const outputs: number[] = [];
  const inputs: number[] = [];
  const cells: number[] = [];
  for (let oy = 0; oy < rows.output; oy++) {
    for (let ox = 0; ox < columns.output; ox++) {
      for (let ky = 0; ky < rows.kernel; ky++) {
        const y = oy * rows.stride - rows.begin + ky * rows.dilation;
        if (y < 0 || y >= rows.input) continue;
        for (let kx = 0; kx < columns.kernel; kx++) {
          const x = ox * columns.stride - columns.begin + kx * columns.dilation;
          if (x < 0 || x >= columns.input) continue;
          outputs.push(oy * columns.output + ox);
          inputs.push(y * columns.input + x);
          cells.push(ky * columns.kernel + kx);
        }
      }
    }
  }
  return { outputs: Int32Array.from(outputs), inputs: Int32Array.from(inputs), cells: Int32Array.from(cells) };
}
