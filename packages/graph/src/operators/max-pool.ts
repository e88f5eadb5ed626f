import { elementCount } from '../tensor.ts';
import { defineOperator } from './definition.ts';
import { maxPoolGradient } from './max-pool-gradient.ts';
import { unreachable } from './unreachable.ts';
import { asPlane, readWindow, windowAxes, windowCells, withPlainPads } from './window.ts';
import type { WindowAxis } from './window.ts';

/**
 * The greatest value in each window. Tied cells of a window share its gradient evenly (PyTorch gives all of it to the first; ties
 * are common only behind a Relu, at 0, where the Relu stops the gradient anyway).
 * @see https://onnx.ai/onnx/operators/onnx__MaxPool.html
 */
export const MaxPool = defineOperator({
  inputs: [1, 1],
  traits: { reach: 'image', workUnboundByOperands: true },
  attributes: (read) => {
    read.ignore('storage_order');
    return { ...readWindow(read), kernelShape: read.integers('kernel_shape') };
  },
  infer: ({ input, attributes, fail }) => {
    const { type, shape } = input(0);
    if (shape.length < 3 || shape.length > 4) fail(`input must be [N, C, H, W] or [N, C, L], got ${shape.length} axes.`);
    const axes = windowAxes(attributes, shape.slice(2), attributes.kernelShape, fail);
    return [{ type, shape: [...shape.slice(0, 2), ...axes.map((axis) => axis.output)] }];
  },
  evaluate: ({ input, attributes, outputs: [output] }) => {
    const { shape, data } = input(0);
    const window = windowCells(asPlane(windowAxes(attributes, shape.slice(2), attributes.kernelShape, unreachable)));
    const inSize = elementCount(shape.slice(2));
    const outSize = elementCount(output!.shape.slice(2));
    const result = new Float64Array(elementCount(output!.shape)).fill(-Infinity);
    for (let image = 0; image < shape[0]! * shape[1]!; image++) {
      for (let i = 0; i < window.outputs.length; i++) {
        const to = image * outSize + window.outputs[i]!;
        result[to] = Math.max(result[to]!, data[image * inSize + window.inputs[i]!]!);
      }
    }
    return [result];
  },
  gradient: ({ b, dy, inputs: [x], outputs: [y], attributes, isInfinite, refuse }) => {
    const shape = b.shapeOf(x!);
    if (shape.length !== 4) return refuse('its gradient is written for [N, C, H, W]');
    const axes = windowAxes(attributes, shape.slice(2) as readonly number[], attributes.kernelShape, unreachable) as [WindowAxis, WindowAxis];
    return maxPoolGradient(b, { x: x!, y: y!, dy, axes, isInfinite: isInfinite(x!) });
  },
  masksGradient: true,
  upgrade: (context) => withPlainPads(context),
});
