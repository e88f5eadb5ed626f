import { defineOperator } from './definition.ts';

/** start, start + delta, … before limit. @see https://onnx.ai/onnx/operators/onnx__Range.html */
export const Range = defineOperator({
  inputs: [3, 3],
  traits: { reach: 'axes' },
  attributes: () => ({}),
  infer: ({ input, integers }) => {
    const [start, limit, delta] = [integers(0)![0]!, integers(1)![0]!, integers(2)![0]!];
    return [{ type: input(0).type, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
  },
  evaluate: ({ integers, outputs: [output] }) => [Float64Array.from({ length: output!.shape[0]! }, (_, i) => integers(0)![0]! + i * integers(2)![0]!)],
  gradient: { kind: 'refused', because: 'its bounds must be constants' },
});
