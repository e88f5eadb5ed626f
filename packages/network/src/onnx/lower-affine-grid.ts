import { AttributeReader, elementCount, GraphError } from '@lookalike/graph';
import type { UpgradeContext } from '@lookalike/graph';
import { repeatedForImages, repeatForImages } from './repeated-for-images.ts';

/**
 * AffineGrid: where each place of a result lies in the image, for matrices [N, 2, 3] of planes or [N, 3, 4] of volumes, as a product of
 * each matrix with the places. @returns the grid [N, …, 2 or 3], x first
 * @see https://onnx.ai/onnx/operators/onnx__AffineGrid.html
 */
export function lowerAffineGrid({ b, node }: UpgradeContext): readonly string[] {
  const [theta, size] = node.inputs as readonly [string, string];
  const fail = (message: string): never => {
    throw new GraphError('graph.shape_mismatch', `AffineGrid "${node.name}": ${message}`, { node: node.name, operator: 'AffineGrid' });
  };
  const spatial = Array.from(b.knownOf(size)[0].values?.() ?? fail(`its size "${size}" must be known before the graph runs.`)).slice(2);
  const [, rows, columns] = b.shapeOf(theta);
  const dimensions = spatial.length;
  if ((dimensions !== 2 && dimensions !== 3) || rows !== dimensions || columns !== dimensions + 1) fail(`matrices [N, ${rows}, ${columns}] do not go with the spatial sizes [${spatial.join(', ')}].`);
  const isAligned = new AttributeReader(node).flag('align_corners', false);
  const count = elementCount(spatial);
  // One row for each coordinate of the places, x first, and one of ones.
  const places = new Float32Array((dimensions + 1) * count).fill(1);
  for (let place = 0; place < count; place++) {
    let rest = place;
    for (let axis = dimensions - 1; axis >= 0; axis--) {
      const length = spatial[axis]!;
      places[(dimensions - 1 - axis) * count + place] = coordinate(rest % length, length, isAligned);
      rest = Math.floor(rest / length);
    }
  }
  const once = repeatedForImages(b, theta);
  const moved = b.matMul(once ?? theta, b.floats([dimensions + 1, count], places));
  const grid = b.reshape(b.transpose(moved, [0, 2, 1]), [0, ...spatial, dimensions]);
  return b.append('Identity', [once === undefined ? grid : repeatForImages(b, grid, theta)], {}, { name: node.name, outputs: node.outputs });
}

/** From −1 to 1: the outer edges of the first and the last cell, or their centres. */
function coordinate(at: number, length: number, isAligned: boolean): number {
  if (!isAligned) return (2 * at + 1) / length - 1;
  return length === 1 ? 0 : (2 * at) / (length - 1) - 1;
}
