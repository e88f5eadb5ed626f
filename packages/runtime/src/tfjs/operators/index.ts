import type { OperatorName } from '@lookalike/graph';
import { convolutions } from './conv.ts';
import { elementwise } from './elementwise.ts';
import type { Emitter } from './emitter.ts';
import { gathersAndScatters } from './gather-scatter.ts';
import { matrices } from './matrix.ts';
import { normalizations } from './normalization.ts';
import { pools } from './pool.ts';
import { rearrangements } from './rearrange.ts';
import { reductions } from './reduce.ts';
import { resizing } from './resize.ts';
import { choices } from './top-k.ts';

/** How each operator becomes kernel calls. */
export const emitters: Readonly<Record<OperatorName, Emitter>> = {
  ...choices,
  ...convolutions,
  ...elementwise,
  ...gathersAndScatters,
  ...matrices,
  ...normalizations,
  ...pools,
  ...rearrangements,
  ...reductions,
  ...resizing,
};
