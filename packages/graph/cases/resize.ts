import type { Attribute } from '@lookalike/graph';
import { operatorCase } from './operator-case.ts';
import type { OperatorCase } from './operator-case.ts';

const x = { shape: ['N', 2, 4, 5] } as const;

const byScale = (name: string, scales: readonly number[], attributes: Readonly<Record<string, Attribute>>): OperatorCase =>
  operatorCase({ name: `Resize ${name}`, operator: 'Resize', inputs: { x }, build: (b, v) => b.op('Resize', [v.x, '', b.floats([4], scales)], attributes) });

export const resizeCases: readonly OperatorCase[] = [
  byScale('to twice the size, nearest', [1, 1, 2, 2], { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }),
  byScale('to another ratio, nearest', [1, 1, 1.5, 0.75], { mode: 'nearest' }),
  byScale('upwards, nearest, rounding up', [1, 1, 1.5, 2], { mode: 'nearest', nearest_mode: 'ceil' }),
  byScale('by a factor at which rounding decides what is nearest', [1, 1, 1.7, 1.7], { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }),
  byScale('by three, nearest', [1, 1, 3, 3], { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }),
  byScale('to a size that float32 rounds up, nearest', [1, 1, 2, 0.6], { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }),
  byScale('by factors that change no size, nearest', [1, 1, 1.2, 1.1], { mode: 'nearest' }),
  byScale('by factors that change no size, linear', [1, 1, 1.2, 1.1], { mode: 'linear' }),
  byScale('to twice the size, linear', [1, 1, 2, 2], { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' }),
  byScale('downwards, linear', [1, 1, 0.5, 0.75], { mode: 'linear' }),
  byScale('with aligned corners, linear', [1, 1, 2, 1.5], { mode: 'linear', coordinate_transformation_mode: 'align_corners' }),
  byScale('downwards with antialiasing, linear', [1, 1, 0.5, 0.75], { mode: 'linear', antialias: 1 }),
  byScale('downwards and upwards with antialiasing, without what is outside, linear', [1, 1, 0.5, 2], { mode: 'linear', antialias: 1, exclude_outside: 1 }),
  byScale('downwards with antialiasing, cubic', [1, 1, 0.75, 0.5], { mode: 'cubic', antialias: 1, cubic_coeff_a: -0.5 }),
  byScale('without what is outside, cubic', [1, 1, 1.5, 0.75], { mode: 'cubic', exclude_outside: 1 }),
  byScale('to twice the size, cubic', [1, 1, 2, 2], { mode: 'cubic' }),
  operatorCase({ name: 'Resize of named axes to given sizes, linear', operator: 'Resize', inputs: { x }, build: (b, v) => b.op('Resize', [v.x, '', '', b.integers([7, 3])], { mode: 'linear', axes: [2, 3] }) }),
];
