import { makeTensor } from '@lookalike/graph';
import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const image = { shape: ['N', 4, 4, 6] } as const;

export const rearrangeCases: readonly OperatorCase[] = [
  operatorCase({ name: 'Reshape with a copied and an inferred size', operator: 'Reshape', inputs: { x: image }, build: (b, { x }) => b.reshape(x, [0, 2, -1]) }),
  operatorCase({ name: 'Reshape that folds space into the batch', operator: 'Reshape', inputs: { x: image }, build: (b, { x }) => b.reshape(x, [-1, 6]) }),
  operatorCase({ name: 'Flatten keeps the batch', operator: 'Flatten', inputs: { x: image }, build: (b, { x }) => b.flatten(x) }),
  operatorCase({ name: 'Flatten from a later axis', operator: 'Flatten', inputs: { x: image }, build: (b, { x }) => b.flatten(x, 2) }),
  operatorCase({ name: 'Squeeze of named axes', operator: 'Squeeze', inputs: { x: { shape: ['N', 3, 1, 1] } }, build: (b, { x }) => b.squeeze(x, [2, -1]) }),
  operatorCase({ name: 'Unsqueeze at the front and the end', operator: 'Unsqueeze', inputs: { x: { shape: ['N', 3] } }, build: (b, { x }) => b.unsqueeze(x, [1, -1]) }),
  operatorCase({ name: 'Transpose to channels last', operator: 'Transpose', inputs: { x: image }, build: (b, { x }) => b.transpose(x, [0, 2, 3, 1]) }),
  operatorCase({ name: 'Transpose that moves three axes around', operator: 'Transpose', inputs: { x: image }, build: (b, { x }) => b.transpose(x, [3, 0, 1, 2]) }),
  operatorCase({ name: 'Transpose that reverses the axes', operator: 'Transpose', inputs: { x: { shape: ['N', 3, 4] } }, build: (b, { x }) => b.op('Transpose', [x]) }),
  operatorCase({ name: 'Concat of channels', operator: 'Concat', inputs: { x: image, y: { shape: ['N', 2, 4, 6] } }, build: (b, { x, y }) => b.concat([x, y, x], 1) }),
  operatorCase({ name: 'Concat along the last axis', operator: 'Concat', inputs: { x: image, y: { shape: ['N', 4, 4, 1] } }, build: (b, { x, y }) => b.concat([x, y], -1) }),
  operatorCase({ name: 'Slice of a block', operator: 'Slice', inputs: { x: image }, build: (b, { x }) => b.slice(x, { starts: [1, 2], ends: [3, 5], axes: [2, 3] }) }),
  operatorCase({ name: 'Slice with bounds beyond the ends and from behind', operator: 'Slice', inputs: { x: image }, build: (b, { x }) => b.slice(x, { starts: [-3, 1], ends: [1000, -1], axes: [2, -1] }) }),
  operatorCase({ name: 'Slice in steps of two', operator: 'Slice', inputs: { x: image }, build: (b, { x }) => b.slice(x, { starts: [0, 1], ends: [4, 6], axes: [2, 3], steps: [2, 2] }) }),
  operatorCase({ name: 'Slice of whole numbers in steps of two', operator: 'Slice', hasGradient: false, inputs: { x: { shape: ['N', 3, 4, 6], type: 'int32', range: [-9, 9] } }, build: (b, { x }) => b.cast(b.slice(x, { starts: [1, 0], ends: [3, 6], axes: [1, 3], steps: [1, 2] }), 'float32') }),
  operatorCase({ name: 'Slice of a mask in steps of two', operator: 'Slice', hasGradient: false, inputs: { x: image }, build: (b, { x }) => b.cast(b.slice(b.greater(x, 0), { starts: [0, 1], ends: [4, 6], axes: [2, 3], steps: [2, 2] }), 'float32') }),
  operatorCase({ name: 'Slice of a block of a mask', operator: 'Slice', hasGradient: false, inputs: { x: image }, build: (b, { x }) => b.cast(b.slice(b.greater(x, 0), { starts: [1, 2], ends: [3, 5], axes: [2, 3] }), 'float32') }),
  operatorCase({ name: 'Slice backwards over a mask', operator: 'Slice', hasGradient: false, inputs: { x: image }, build: (b, { x }) => b.cast(b.slice(b.greater(x, 0), { starts: [-1], ends: [-1000], axes: [3], steps: [-2] }), 'float32') }),
  operatorCase({ name: 'Slice backwards', operator: 'Slice', inputs: { x: image }, build: (b, { x }) => b.slice(x, { starts: [-1], ends: [-1000], axes: [3], steps: [-2] }) }),
  operatorCase({ name: 'Gather of one index drops the axis', operator: 'Gather', inputs: { x: image }, build: (b, { x }) => b.op('Gather', [x, b.scalar(-1, 'int64')], { axis: 2 }) }),
  operatorCase({ name: 'Gather with repeated indices', operator: 'Gather', inputs: { x: image }, build: (b, { x }) => b.gather(x, [3, 0, 3, 3, 1], 1) }),
  operatorCase({ name: 'Gather with a matrix of indices', operator: 'Gather', inputs: { x: { shape: ['N', 5] } }, build: (b, { x }) => b.op('Gather', [x, b.constant(makeTensor('int64', [2, 3], [0, 1, 4, 4, -2, 1]))], { axis: 1 }) }),
  operatorCase({ name: 'Gather by indices that are an input', operator: 'Gather', inputs: { x: { shape: [3, 4, 2] }, at: { shape: [2, 5], type: 'int64', range: [-4, 3] } }, build: (b, { x, at }) => b.op('Gather', [x, at], { axis: 1 }) }),
  operatorCase({ name: 'Gather from the batch', operator: 'Gather', inputs: { x: image, at: { shape: [3], type: 'int64', range: [-1, 0] } }, build: (b, { x, at }) => b.op('Gather', [x, at]) }),
  operatorCase({ name: 'Split into named sizes', operator: 'Split', inputs: { x: image }, build: (b, { x }) => b.mul(b.append('Split', [x, b.integers([1, 3])], { axis: 1 }, { outputs: 2 })[1]!, 2) }),
  operatorCase({ name: 'Split into even parts, all of them used', operator: 'Split', inputs: { x: image }, build: (b, { x }) => {
    const [first, second, third] = b.append('Split', [x], { axis: -1, num_outputs: 3 }, { outputs: 3 });
    return b.add(b.mul(first!, third!), second!);
  } }),
  operatorCase({ name: 'Expand of channels', operator: 'Expand', inputs: { x: { shape: ['N', 3, 1, 1] } }, build: (b, { x }) => b.expand(x, [1, 3, 4, 5]) }),
  operatorCase({ name: 'Expand adds leading axes', operator: 'Expand', inputs: { x: { shape: [3] } }, build: (b, { x }) => b.expand(x, [2, 4, 3]) }),
  operatorCase({ name: 'Tile over space', operator: 'Tile', inputs: { x: { shape: ['N', 2, 3, 2] } }, build: (b, { x }) => b.tile(x, [1, 1, 2, 3]) }),
  operatorCase({ name: 'Tile that changes nothing', operator: 'Tile', inputs: { x: image }, build: (b, { x }) => b.tile(x, [1, 1, 1, 1]) }),
  operatorCase({ name: 'Pad with zeros', operator: 'Pad', inputs: { x: image }, build: (b, { x }) => b.pad(x, [0, 0, 1, 2, 0, 0, 3, 0]) }),
  operatorCase({ name: 'Pad with a value, cropping one side', operator: 'Pad', inputs: { x: image }, build: (b, { x }) => b.pad(x, [0, 0, -1, 2, 0, 0, 1, -2], { value: 0.5 }) }),
  operatorCase({ name: 'Pad by reflection', operator: 'Pad', inputs: { x: image }, build: (b, { x }) => b.pad(x, [0, 0, 3, 2, 0, 0, 1, 5], { mode: 'reflect' }) }),
  operatorCase({ name: 'Pad by repeating the edge', operator: 'Pad', inputs: { x: image }, build: (b, { x }) => b.pad(x, [0, 0, 2, 0, 0, 0, 1, 3], { mode: 'edge' }) }),
  operatorCase({ name: 'Pad by wrapping around', operator: 'Pad', inputs: { x: image }, build: (b, { x }) => b.op('Pad', [x, b.integers([0, 0, 1, 2, 0, 0, 2, 1])], { mode: 'wrap' }) }),
  operatorCase({ name: 'Pad of named axes', operator: 'Pad', inputs: { x: image }, build: (b, { x }) => b.op('Pad', [x, b.integers([1, 2]), b.scalar(0), b.integers([-1])], { mode: 'constant' }) }),
  operatorCase({ name: 'DepthToSpace, depth outermost', operator: 'DepthToSpace', inputs: { x: { shape: ['N', 8, 2, 3] } }, build: (b, { x }) => b.depthToSpace(x, 2) }),
  operatorCase({ name: 'DepthToSpace, columns first', operator: 'DepthToSpace', inputs: { x: { shape: ['N', 8, 2, 3] } }, build: (b, { x }) => b.depthToSpace(x, 2, 'CRD') }),
  operatorCase({ name: 'SpaceToDepth of an image', operator: 'SpaceToDepth', inputs: { x: { shape: ['N', 2, 4, 6] } }, build: (b, { x }) => b.op('SpaceToDepth', [x], { blocksize: 2 }) }),
  operatorCase({ name: 'Shape gives the batch when the graph runs', operator: 'Shape', inputs: { x: image }, build: (b, { x }) => b.div(x, b.cast(b.gather(b.shape(x), [0], 0), 'float32')) }),
  operatorCase({ name: 'Size counts the values', operator: 'Size', inputs: { x: image }, build: (b, { x }) => b.div(x, b.cast(b.op('Size', [x]), 'float32')) }),
  operatorCase({ name: 'ConstantOfShape makes zeros of the batch', operator: 'ConstantOfShape', inputs: { x: image }, build: (b, { x }) => b.concat([x, b.op('ConstantOfShape', [b.shape(x)])], 1) }),
  operatorCase({ name: 'Range counts', operator: 'Range', inputs: { x: image }, build: (b, { x }) => b.mul(x, b.cast(b.op('Range', [b.scalar(1, 'int64'), b.scalar(12, 'int64'), b.scalar(2, 'int64')]), 'float32')) }),
];
