import type { GraphNode } from '@lookalike/graph';
import type { BatchPlace } from './batch-place.ts';

interface Worked {
  /** Of the first operand that has the batch. */
  readonly place: BatchPlace;
  readonly rank: number;
  /** Whether the first operand is the one that has it. */
  readonly isFirst: boolean;
  /** The numbers of a constant operand. */
  readonly numbers: (index: number) => readonly number[] | undefined;
}

/**
 * Whether a node, whose result has a batch of any size as its operand does, may compute with several images at once. Operators that
 * take away or change an axis need no question: sizes that depend on the batch show it.
 */
export function imagesMix({ operator, attributes }: GraphNode, { place: { axis }, rank, isFirst, numbers }: Worked): boolean {
  const isAlong = (given: number): boolean => (given < 0 ? given + rank : given) === axis;
  const attribute = (fallback: number): number => Number(attributes['axis'] ?? fallback);
  switch (operator) {
    case 'Softmax': case 'LogSoftmax': return isAlong(attribute(-1));
    case 'LayerNormalization': return (attribute(-1) + rank) % rank <= axis;
    case 'Concat': case 'Split': case 'GatherElements': case 'ScatterElements': return isAlong(attribute(0));
    case 'Gather': return isFirst && isAlong(attribute(0));
    case 'CumSum': return isAlong(numbers(1)?.[0] ?? axis);
    case 'Tile': return numbers(1)?.[axis] !== 1;
    case 'Pad': {
      const pads = numbers(1);
      const axes = numbers(3) ?? Array.from({ length: rank }, (_, at) => at);
      return pads === undefined || axes.some((each, i) => isAlong(each) && (pads[i] !== 0 || pads[i + axes.length] !== 0));
    }
    case 'GatherND': case 'ScatterND': return true;
    // Their first axes have meanings of their own.
    case 'Conv': case 'ConvTranspose': case 'MaxPool': case 'AveragePool': case 'GlobalAveragePool': case 'GlobalMaxPool': case 'BatchNormalization':
    case 'InstanceNormalization': case 'GroupNormalization': case 'LRN': case 'DepthToSpace': case 'SpaceToDepth': return axis !== 0;
    default: return false;
  }
}
