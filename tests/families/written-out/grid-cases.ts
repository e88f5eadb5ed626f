import { floats, integers, one } from './written-out.ts';
import type { WrittenOut } from './written-out.ts';

const image = ['N', 3, 5, 6];
/** Within the image and beyond all its edges, as the feeds lie between −2 and 2. */
const grid = ['N', 4, 3, 2];

const sample = (name: string, attributes: Readonly<Record<string, number | string>>, more: Partial<WrittenOut> = {}): WrittenOut =>
  ({ name: `GridSample ${name}`, opset: 16, nodes: [one('GridSample', attributes, ['x', 'g'])], inputs: { x: image, g: grid }, ...more });

/** A fovea: places crowd in the middle, and the outermost lie outside. */
const fovea = (height: number, width: number): number[] => Array.from({ length: height * width * 2 }, (_, i) => {
  const place = Math.floor(i / 2);
  const from = i % 2 === 0 ? ((place % width) / (width - 1)) * 2 - 1 : (Math.floor(place / width) / (height - 1)) * 2 - 1;
  return 1.2 * from * Math.abs(from);
});

/** The grid of each image is the same one, repeated. */
const foveated = (name: string, attributes: Readonly<Record<string, number | string>>): WrittenOut => ({
  name: `GridSample ${name}`, opset: 16, inputs: { x: ['N', 16, 5, 6] },
  nodes: [
    { operator: 'Shape', inputs: ['x'], outputs: ['s'], attributes: { start: 0, end: 1 } },
    { operator: 'Concat', inputs: ['s', 'ones'], outputs: ['r'], attributes: { axis: 0 } },
    { operator: 'Expand', inputs: ['g', 'r'], outputs: ['e'] },
    one('GridSample', attributes, ['x', 'e']),
  ],
  weights: [floats('g', [1, 7, 5, 2], fovea(7, 5)), integers('ones', [1, 1, 1])],
});

const affine = (name: string, attributes: Readonly<Record<string, number>>): WrittenOut =>
  ({ name: `AffineGrid ${name}`, opset: 20, nodes: [one('AffineGrid', attributes, ['t', 'size'])], inputs: { t: ['N', 2, 3] }, weights: [integers('size', [2, 3, 4, 5])] });

/** Images read at the places of a grid. */
export const gridCases: readonly WrittenOut[] = [
  sample('linearly', {}),
  sample('linearly, the edge repeated, corners aligned', { padding_mode: 'border', align_corners: 1 }),
  sample('linearly, mirrored at the edge', { padding_mode: 'reflection' }),
  sample('linearly, mirrored at the outer cells', { padding_mode: 'reflection', align_corners: 1 }),
  sample('by the nearest cell', { mode: 'nearest' }, { flatInputs: ['g'] }),
  sample('by the nearest cell, the edge repeated', { mode: 'nearest', padding_mode: 'border', align_corners: 1 }, { flatInputs: ['g'] }),
  sample('by the nearest cell, mirrored', { mode: 'nearest', padding_mode: 'reflection' }, { flatInputs: ['g'] }),
  sample('by cubics', { mode: 'bicubic' }),
  sample('by cubics, the edge repeated', { mode: 'bicubic', padding_mode: 'border' }),
  sample('by cubics, mirrored at the outer cells', { mode: 'bicubic', padding_mode: 'reflection', align_corners: 1 }),
  sample('with the names of opset 20', { mode: 'cubic' }, { opset: 20 }),
  sample('of many channels', { align_corners: 1 }, { inputs: { x: ['N', 18, 4, 4], g: grid } }),
  sample('of a volume, linearly', { mode: 'linear', padding_mode: 'border' }, { opset: 20, inputs: { x: ['N', 2, 3, 4, 5], g: ['N', 2, 3, 2, 3] } }),
  sample('of a volume, by the nearest cell', { mode: 'nearest' }, { opset: 20, flatInputs: ['g'], inputs: { x: ['N', 2, 3, 4, 5], g: ['N', 2, 3, 2, 3] } }),
  foveated('by a fovea', {}),
  foveated('by a fovea, cubics', { mode: 'bicubic', padding_mode: 'border', align_corners: 1 }),
  foveated('by a fovea, the nearest cell', { mode: 'nearest', padding_mode: 'reflection' }),
  affine('of planes', {}),
  affine('of planes, corners aligned', { align_corners: 1 }),
  { name: 'AffineGrid of volumes', opset: 20, nodes: [one('AffineGrid', {}, ['t', 'size'])], inputs: { t: ['N', 3, 4] }, weights: [integers('size', [2, 3, 2, 4, 3])] },
  {
    name: 'A spatial transformer', opset: 20, inputs: { x: image, t: ['N', 2, 3] }, weights: [integers('size', [2, 3, 4, 4])],
    nodes: [{ operator: 'AffineGrid', inputs: ['t', 'size'], outputs: ['g'] }, one('GridSample', {}, ['x', 'g'])],
  },
];
