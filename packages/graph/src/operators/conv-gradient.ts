import type { GraphWriter } from '../graph-writer.ts';
import type { Tensor } from '../graph.ts';
import { sharedFloats } from '../shared-floats.ts';
import { elementCount } from '../tensor.ts';
import { mergePhases, padOrCrop, spread } from './phases.ts';
import { padsOf } from './window.ts';
import type { WindowAxis } from './window.ts';

/**
 * Fewest input channels at which each phase of a strided convolution is a convolution of its own. ONNX Runtime rounds the channels that one
 * makes up to its block of 16, so that of fewer, as in the first layer, one convolution makes the phases side by side.
 */
const leastChannelsForPhases = 16;

/**
 * The gradient of a convolution with respect to its input.
 * With stride 1 it is a convolution again, with weights flipped and transposed once. With a longer stride each phase of the input is
 * such a convolution with a part of the weights, which takes half the time of ConvTranspose (measured on ONNX Runtime 1.30; 3×3, stride 2; and
 * 7×7 from an image of 3 channels, all phases in one).
 * @param dy [N, M, …]
 * @param weights name of the weights [M, C/group, …]
 */
export function convInputGradient(b: GraphWriter, dy: string, weights: string, axes: readonly WindowAxis[], group: number): string {
  const constant = b.constantOf(weights);
  if (constant !== undefined && axes.every((axis) => axis.stride === 1)) {
    return convolveBack(b, dy, flippedWeights(b, weights, constant, group), axes, group);
  }
  if (constant !== undefined && group > 1 && group === constant.shape[0] && constant.shape[1] === 1) {
    return spreadGradient(b, dy, flippedWeights(b, weights, constant, group), axes, group);
  }
  const [rows, columns] = axes;
  if (constant !== undefined && group === 1 && axes.length === 2 && axes.every((axis) => axis.dilation === 1)) {
    const known = { name: weights, tensor: constant };
    if (constant.shape[1]! >= leastChannelsForPhases) return phasedGradient(b, dy, known, [rows!, columns!]);
    if (rows!.stride === columns!.stride) return joinedGradient(b, dy, known, [rows!, columns!]);
  }
  const reach = (axis: WindowAxis): number => (axis.output - 1) * axis.stride - axis.begin - axis.end + axis.dilation * (axis.kernel - 1) + 1;
  return b.convTranspose(dy, weights, {
    strides: axes.map((axis) => axis.stride),
    dilations: axes.map((axis) => axis.dilation),
    pads: padsOf(axes),
    outputPadding: axes.map((axis) => axis.input - reach(axis)),
    group,
  });
}

interface Weights {
  readonly name: string;
  readonly tensor: Tensor;
}

/** Row u = i·stride + p of the input meets only the kernel rows k = r + stride·t with r = (p + begin) mod stride, in output row i + q − t. */
interface PhaseTaps {
  readonly kernel: readonly number[];
  readonly before: number;
  readonly after: number;
}

/**
 * Depthwise with a longer stride: zeros between the rows and columns of dy, then as with stride 1. So few multiplications go into a
 * cell that three quarters of them may be by zero (measured on ONNX Runtime 1.30: a quarter of the time of ConvTranspose).
 */
function spreadGradient(b: GraphWriter, dy: string, flipped: string, axes: readonly WindowAxis[], group: number): string {
  const dense = axes.map((axis): WindowAxis => {
    const output = axis.output * axis.stride;
    return { ...axis, stride: 1, output, end: output - axis.input - axis.begin + axis.dilation * (axis.kernel - 1) };
  });
  return convolveBack(b, spread(b, dy, axes.map((axis) => axis.stride)), flipped, dense, group);
}

function phasedGradient(b: GraphWriter, dy: string, weights: Weights, axes: readonly [WindowAxis, WindowAxis]): string {
  const [rows, columns] = axes;
  const sizes = axes.map((axis) => Math.ceil(axis.input / axis.stride)) as [number, number];
  const tapsOf = (axis: WindowAxis, size: number): PhaseTaps[] => Array.from({ length: axis.stride }, (_, p) => {
    const first = (p + axis.begin) % axis.stride;
    const count = Math.max(0, Math.ceil((axis.kernel - first) / axis.stride));
    const before = count - 1 - Math.floor((p + axis.begin) / axis.stride);
    // Turned around, because a convolution back reads the kernel from its end.
    return { kernel: Array.from({ length: count }, (__, t) => first + axis.stride * (count - 1 - t)), before, after: size - axis.output - before + count - 1 };
  });
  const across = tapsOf(columns, sizes[1]);
  const phases = tapsOf(rows, sizes[0]).flatMap((down) => across.map((right) => {
    if (down.kernel.length === 0 || right.kernel.length === 0) return undefined;
    const cut = (pad: number): number => Math.min(0, pad);
    const seen = padOrCrop(b, dy, [cut(down.before), cut(right.before)], [cut(down.after), cut(right.after)]);
    const pads = [down.before, right.before, down.after, right.after].map((pad) => Math.max(0, pad));
    return b.conv(seen, pickedWeights(b, weights, down.kernel, right.kernel), { pads });
  }));
  const merged = mergePhases(b, phases, [rows.stride, columns.stride]);
  return padOrCrop(b, merged, [0, 0], axes.map((axis, i) => axis.input - sizes[i]! * axis.stride));
}

/** All phases at once, as channels of one convolution whose window is as large as all of theirs; both strides are the same. */
function joinedGradient(b: GraphWriter, dy: string, { name, tensor: { type, shape, data } }: Weights, axes: readonly [WindowAxis, WindowAxis]): string {
  const [outChannels, inChannels, height, width] = shape as readonly [number, number, number, number];
  const [rows] = axes;
  const sizes = axes.map((axis) => Math.ceil(axis.input / axis.stride)) as [number, number];
  const [down, right] = axes.map(windowOfPhases) as [WindowOfPhases, WindowOfPhases];
  const joined = sharedFloats(rows.stride ** 2 * inChannels * outChannels * down.size * right.size);
  let to = 0;
  for (const rowTaps of down.phases) for (const columnTaps of right.phases) {
    for (let c = 0; c < inChannels; c++) for (let m = 0; m < outChannels; m++) {
      const kernel = (m * inChannels + c) * height * width;
      for (const row of rowTaps) for (const column of columnTaps) joined[to++] = row === undefined || column === undefined ? 0 : Number(data[kernel + row * width + column]);
    }
  }
  const filters = b.constant({ type, shape: [rows.stride ** 2 * inChannels, outChannels, down.size, right.size], data: joined }, b.fresh(`${name}_phases`));
  const before = [down, right].map(({ lowest }) => -lowest);
  const after = [down, right].map(({ lowest, size }, i) => sizes[i]! - axes[i]!.output + lowest + size - 1);
  const cut = (pads: readonly number[]): number[] => pads.map((pad) => Math.min(0, pad));
  const result = b.conv(padOrCrop(b, dy, cut(before), cut(after)), filters, { pads: [...before, ...after].map((pad) => Math.max(0, pad)) });
  return padOrCrop(b, b.depthToSpace(result, rows.stride), [0, 0], axes.map((axis, i) => axis.input - sizes[i]! * axis.stride));
}

interface WindowOfPhases {
  /** Where it begins, relative to the place of a phase. */
  readonly lowest: number;
  readonly size: number;
  /** For each phase, the kernel's row or column at each place of the window; `undefined` where the phase meets none. */
  readonly phases: readonly (readonly (number | undefined)[])[];
}

function windowOfPhases(axis: WindowAxis): WindowOfPhases {
  const taps = Array.from({ length: axis.kernel }, (_, k) => k);
  /** How far from its own place the phase finds this row or column of the kernel. */
  const placeOf = (phase: number, k: number): number => (phase + axis.begin - k) / axis.stride;
  const ofPhases = Array.from({ length: axis.stride }, (_, phase) => taps.filter((k) => Number.isInteger(placeOf(phase, k))).map((k) => ({ k, place: placeOf(phase, k) })));
  const places = ofPhases.flat().map(({ place }) => place);
  const lowest = Math.min(...places);
  const size = Math.max(...places) - lowest + 1;
  return { lowest, size, phases: ofPhases.map((met) => Array.from({ length: size }, (_, at) => met.find(({ place }) => place === lowest + at)?.k)) };
}

/** Weights [M, C, kh, kw] as [C, M, rows, columns], with these rows and columns of every kernel. */
function pickedWeights(b: GraphWriter, { name, tensor: { type, shape, data } }: Weights, rows: readonly number[], columns: readonly number[]): string {
  const [outChannels, inChannels, height, width] = shape as readonly [number, number, number, number];
  const picked = sharedFloats(outChannels * inChannels * rows.length * columns.length);
  let to = 0;
  for (let c = 0; c < inChannels; c++) {
    for (let m = 0; m < outChannels; m++) {
      const kernel = (m * inChannels + c) * height * width;
      for (const row of rows) for (const column of columns) picked[to++] = Number(data[kernel + row * width + column]);
    }
  }
  return b.constant({ type, shape: [inChannels, outChannels, rows.length, columns.length], data: picked }, b.fresh(`${name}_phase`));
}

function convolveBack(b: GraphWriter, dy: string, flipped: string, axes: readonly WindowAxis[], group: number): string {
  const extent = (axis: WindowAxis): number => axis.dilation * (axis.kernel - 1);
  const begins = axes.map((axis) => extent(axis) - axis.begin);
  const ends = axes.map((axis) => extent(axis) - axis.end);
  // Padding beyond the window made outputs that saw no input at all; they are cut off.
  const isCut = [...begins, ...ends].some((pad) => pad < 0);
  const seen = isCut ? b.slice(dy, {
    starts: begins.map((pad) => Math.max(0, -pad)),
    ends: axes.map((axis, i) => axis.output - Math.max(0, -ends[i]!)),
    axes: axes.map((_, i) => i + 2),
  }) : dy;
  return b.conv(seen, flipped, {
    dilations: axes.map((axis) => axis.dilation),
    pads: [...begins, ...ends].map((pad) => Math.max(0, pad)),
    group,
  });
}

/** Weights [M, C/g, k…] as [C, M/g, k…] with every kernel turned around, computed now so that no run has to. */
function flippedWeights(b: GraphWriter, name: string, { shape, data, type }: Tensor, group: number): string {
  if (!(data instanceof Float32Array) || type !== 'float32') {
    throw new Error(`Weights "${name}" are ${type}; import makes all of them float32.`);
  }
  const [outChannels, perGroup] = shape as readonly [number, number];
  const cells = elementCount(shape.slice(2));
  const outPerGroup = outChannels / group;
  const flipped = sharedFloats(data.length);
  for (let g = 0; g < group; g++) {
    for (let m = 0; m < outPerGroup; m++) {
      for (let c = 0; c < perGroup; c++) {
        const from = ((g * outPerGroup + m) * perGroup + c) * cells;
        const to = ((g * perGroup + c) * outPerGroup + m) * cells;
        for (let cell = 0; cell < cells; cell++) flipped[to + cell] = data[from + cells - 1 - cell]!;
      }
    }
  }
  return b.constant({ type, shape: [perGroup * group, outPerGroup, ...shape.slice(2)], data: flipped }, b.fresh(`${name}_flipped`));
}
