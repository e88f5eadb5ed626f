import { lowerEinsum } from '../../../onnx/lower-einsum.ts';
import { inPlace } from '../../value.ts';
import type { OperationRule } from '../operation-rule.ts';

/** Sums of products, by an equation such as `bhqd,bhkd->bhqk`. */
export const Einsum: OperationRule = ({ t, name, inputs, attributes }) => {
  const node = { name, operator: 'Einsum', inputs: inputs.map((value) => t.plain(value)), outputs: [name], attributes: { equation: attributes.text('equation', '') } };
  const result = lowerEinsum(t.b, node);
  return { name: result, order: inPlace(t.b.shapeOf(result).length) };
};
