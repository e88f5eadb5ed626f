import { operators } from '@lookalike/graph';
import type { Random } from '@lookalike/random';
import { loweredOperators } from '../../onnx/lowered-operators.ts';
import { onnxFile } from '../onnx-file.ts';
import type { OnnxNode, OnnxTensor } from '../onnx-file.ts';
import { fraction, pick, wholeNumber, wholeNumberList } from './hostile-values.ts';

const operatorNames = [...Object.keys(operators), ...loweredOperators, 'Constant', 'Identity', 'Dropout', 'If', 'Unheard'];
const attributeNames = ['axis', 'axes', 'perm', 'kernel_shape', 'strides', 'pads', 'dilations', 'group', 'epsilon', 'alpha', 'beta', 'to', 'mode', 'keepdims', 'value', 'value_ints', 'split', 'num_groups', 'size', 'blocksize',
  'auto_pad', 'ceil_mode', 'output_padding', 'output_shape', 'equation', 'starts', 'ends', 'num_outputs', 'allowzero', 'batch_dims', 'exclusive', 'reverse', 'p', 'shape', 'scales'];
const texts = ['constant', 'reflect', 'edge', 'wrap', 'SAME_UPPER', 'VALID', 'nearest', 'linear', 'cubic', 'DCR', 'CRD', 'ij,jk->ik', 'abc->cab', 'tanh', ''];

/** A well-formed file whose operators are given the sizes, axes and amounts that no exporter writes. */
export function hostileOnnx(random: Random): Uint8Array {
  const weights: OnnxTensor[] = Array.from({ length: 1 + random.integer(5) }, (_, i) => hostileTensor(random, `w${i}`));
  const values = ['x', ...weights.map(({ name }) => name!)];
  const nodes: OnnxNode[] = Array.from({ length: 1 + random.integer(6) }, (_, i) => {
    const outputs = Array.from({ length: random.integer(8) === 0 ? 1 + random.integer(4) : 1 }, (__, o) => `y${i}_${o}`);
    const operator = pick(random, operatorNames);
    const [least, most] = Object.hasOwn(operators, operator) ? operators[operator as keyof typeof operators].inputs : [1, 3];
    // Mostly as many inputs as the operator takes.
    const count = random.integer(8) === 0 ? 1 + random.integer(4) : least + random.integer(Math.min(most, least + 2) - least + 1);
    const inputs = Array.from({ length: count }, (__, at) => (at > 0 && random.integer(10) === 0 ? '' : at === 0 && random.integer(2) === 0 ? values.at(-1)! : pick(random, values)));
    const attributes = Object.fromEntries(Array.from({ length: random.integer(2) * random.integer(3) }, () => [pick(random, attributeNames), hostileAttribute(random)]));
    values.push(...outputs);
    return { operator, name: `n${i}`, inputs, outputs, attributes };
  });
  const size = pick(random, [8, 8, 8, 1, 3, 2 ** 20]);
  return onnxFile({ opset: pick(random, [9, 10, 11, 13, 17, 18, 21]), nodes, weights, inputs: { x: [pick(random, ['N', 1, 2]), 3, size, 8] }, outputs: [values.at(-1)!] });
}

function hostileTensor(random: Random, name: string): OnnxTensor {
  switch (random.integer(4)) {
    case 0: {
      const integers = wholeNumberList(random);
      return { name, dims: [integers.length], type: 7, integers };
    }
    case 1: return { name, dims: [], type: 7, integers: [wholeNumber(random)] };
    case 2: return { name, dims: [], floats: [fraction(random)] };
    default: {
      const dims = pick(random, [[3], [3, 3], [4, 3, 3, 3], [3, 1, 3, 3], [1, 3, 1, 1], [0], [2, 0]]);
      return { name, dims, floats: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, () => (random.integer(200) === 0 ? fraction(random) : random.normal())) };
    }
  }
}

function hostileAttribute(random: Random): NonNullable<OnnxNode['attributes']>[string] {
  switch (random.integer(6)) {
    case 0: return pick(random, texts);
    case 1: return { float: fraction(random) };
    case 2: return hostileTensor(random, 'value');
    case 3: return wholeNumber(random);
    default: return wholeNumberList(random);
  }
}
