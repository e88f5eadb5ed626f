import { AttributeReader, elementCount, GraphError } from '@lookalike/graph';
import type { GraphWriter, UpgradeContext } from '@lookalike/graph';
import { repeatedForImages } from './repeated-for-images.ts';
import { tapsAlong } from './sampling-taps.ts';
import type { Taps } from './sampling-taps.ts';

const modes = { linear: 'linear', bilinear: 'linear', nearest: 'nearest', cubic: 'cubic', bicubic: 'cubic' } as const;
const paddings = ['zeros', 'border', 'reflection'] as const;

/** Cells are counted in float32, which holds whole numbers up to here. */
const mostCells = 2 ** 24;

/**
 * GridSample: an image [N, C, …] read at the places [N, …, 2] of a grid (volumes: 3), x first, each between −1 and 1. Every place is a sum of
 * the cells around it, picked by number and weighted; both follow from the grid, so that the gradient reaches image and grid. A grid that
 * is the same for all images becomes constant numbers and weights.
 * @see https://onnx.ai/onnx/operators/onnx__GridSample.html; the rules at the edge are those of PyTorch's grid_sample
 */
export function lowerGridSample({ b, node }: UpgradeContext): readonly string[] {
  const [x, grid] = node.inputs as readonly [string, string];
  const fail = (message: string): never => {
    throw new GraphError('graph.shape_mismatch', `GridSample "${node.name}": ${message}`, { node: node.name, operator: 'GridSample' });
  };
  const read = new AttributeReader(node);
  const mode = modes[read.choice('mode', Object.keys(modes) as (keyof typeof modes)[], 'linear')];
  const padding = read.choice('padding_mode', paddings, 'zeros');
  const isAligned = read.flag('align_corners', false);
  const [batch, channels, ...spatial] = b.shapeOf(x) as readonly [unknown, number, ...number[]];
  const dimensions = spatial.length;
  const gridShape = b.shapeOf(grid);
  if ((dimensions !== 2 && dimensions !== 3) || gridShape.length !== dimensions + 2 || gridShape.at(-1) !== dimensions) fail(`a grid [${gridShape.join(', ')}] does not go with an image of ${dimensions} spatial axes.`);
  if (mode === 'cubic' && dimensions === 3) fail('volumes are read by the nearest cell or linearly, not by cubics.');
  const cells = elementCount(spatial);
  if (cells >= mostCells) fail(`images of ${cells} cells are not supported; fewer than ${mostCells} are.`);

  const once = repeatedForImages(b, grid);
  if (once === undefined && gridShape[0] !== batch) fail(`the image has ${String(batch)} rows, the grid ${gridShape[0]}.`);
  const places = gridShape.slice(1, -1) as readonly number[];
  const count = elementCount(places);
  const along = spatial.map((size, axis) => {
    // x, the last axis, comes first.
    const coordinate = b.reshape(b.slice(once ?? grid, { starts: [dimensions - 1 - axis], ends: [dimensions - axis], axes: [-1] }), [0, 1, count]);
    return tapsAlong(b, coordinate, { size, stride: elementCount(spatial.slice(axis + 1)), mode, padding, isAligned });
  });
  const { numbers, inside, weights } = along.reduce((all, axis) => joined(b, all, axis));
  const taps = b.shapeOf(numbers)[1] as number;
  const flat = b.reshape(x, [0, channels, cells]);
  // A cell of zeros stands for whatever lies outside.
  const image = inside === undefined ? flat : b.pad(flat, [0, 0, 0, 0, 0, 1]);
  const picks = b.cast(inside === undefined ? numbers : b.where(inside, numbers, cells), 'int64');
  const picked = once === undefined
    ? b.gatherElements(image, b.expand(b.reshape(picks, [0, 1, taps * count]), [1, channels, 1]), 2)
    : b.op('Gather', [image, b.reshape(picks, [taps * count])], { axis: 2 });
  const read4 = b.reshape(picked, [0, channels, taps, count]);
  const sum = weights === undefined ? read4 : b.reduceSum(b.mul(read4, b.unsqueeze(weights, [1])), [2]);
  return b.append('Reshape', [sum, b.integers([0, channels, ...places])], {}, { name: node.name, outputs: node.outputs });
}

/** The taps of two axes: each of the first with each of the second. All are [1 or N, taps, places]. */
function joined(b: GraphWriter, first: Taps, second: Taps): Taps {
  const [before, after] = [first, second].map(({ numbers }) => b.shapeOf(numbers)[1] as number) as [number, number];
  const count = b.shapeOf(first.numbers)[2] as number;
  const pair = (left: string, right: string, join: (left: string, right: string) => string): string => {
    if (before === 1 || after === 1) return join(left, right);
    return b.reshape(join(b.unsqueeze(left, [2]), b.unsqueeze(right, [1])), [0, before * after, count]);
  };
  const both = (left: string | undefined, right: string | undefined, join: (left: string, right: string) => string): string | undefined =>
    (left === undefined || right === undefined ? left ?? right : pair(left, right, join));
  return {
    numbers: pair(first.numbers, second.numbers, (left, right) => b.add(left, right)),
    inside: both(first.inside, second.inside, (left, right) => b.op('And', [left, right])),
    weights: both(first.weights, second.weights, (left, right) => b.mul(left, right)),
  };
}
