import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';

/** The file of a small learned distance for images of one size: mean squared difference after a convolution and a max pool. @param name in the file. */
export function tinyPerceptualFile(side: number, name = 'lpips-tiny'): Uint8Array {
  const random = createRandom('tiny perceptual network');
  const b = new GraphBuilder({ name });
  const weights = b.floats([4, 3, 3, 3], Array.from({ length: 108 }, () => random.normal()));
  const [left, right] = ['a', 'b'].map((input) => b.maxPool(b.tanh(b.conv(b.input(input, { type: 'float32', shape: ['N', 3, side, side] }), weights)), { kernel: [2, 2], strides: [2, 2] })) as [string, string];
  const difference = b.sub(left, right);
  b.append('ReduceMean', [b.mul(difference, difference), b.integers([1, 2, 3])], { keepdims: 0 }, { outputs: ['distance'] });
  b.output('distance');
  return writeOnnx(b.build());
}
