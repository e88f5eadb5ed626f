import { GraphBuilder } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';

/** ResNet-18 at 224 px with random weights (He et al. 2016) and BatchNormalization folded into its convolutions, up to its penultimate layer. */
export function resnet18(): Graph {
  const b = new GraphBuilder({ name: 'resnet18' });
  const random = createRandom('resnet18');
  const conv = (x: string, channels: number, size: number, stride: number): string => {
    const from = Number(b.shapeOf(x)[1]);
    const count = channels * from * size * size;
    const deviation = Math.sqrt(2 / (from * size * size));
    const weights = b.floats([channels, from, size, size], Float32Array.from({ length: count }, () => deviation * random.normal()));
    const pad = (size - 1) / 2;
    return b.conv(x, weights, { strides: [stride, stride], pads: [pad, pad, pad, pad], bias: b.floats([channels], new Float32Array(channels)) });
  };
  let x = b.input('image', { type: 'float32', shape: ['N', 3, 224, 224] });
  x = b.maxPool(b.relu(conv(x, 64, 7, 2)), { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  [64, 128, 256, 512].forEach((channels, stage) => {
    for (const stride of [stage === 0 ? 1 : 2, 1]) {
      const branch = conv(b.relu(conv(x, channels, 3, stride)), channels, 3, 1);
      x = b.relu(b.add(branch, stride === 1 ? x : conv(x, channels, 1, stride)));
    }
  });
  b.append('Flatten', [b.globalAveragePool(x)], { axis: 1 }, { outputs: ['features'] });
  b.output('features');
  return b.build();
}
