import { unaryOperator } from './elementwise.ts';

/** x · HardSigmoid(x) with α = 1/6, β = 1/2. The slope is 0 at −3 and 1 at 3, as in PyTorch. @see https://onnx.ai/onnx/operators/onnx__HardSwish.html */
export const HardSwish = unaryOperator((x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)), {
  gradient: ({ b, dy, inputs: [x] }) => {
    const gate = b.op('HardSigmoid', [x!], { alpha: 1 / 6, beta: 0.5 });
    return b.mul(dy, b.add(gate, b.where(b.less(b.abs(x!), 3), b.mul(x!, 1 / 6), 0)));
  },
  traits: { activation: 'rectifier' },
});
