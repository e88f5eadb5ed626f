import { elementCount, GraphError, makeTensor, toDoubles } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import type { TensorMessage } from './messages.ts';
import { malformed } from './wire.ts';

/** A dense tensor may be this many values, or so many times those that are stored: more are a damaged file, not weights. */
const alwaysMadeDense = 1024 * 1024;
const greatestGrowth = 1000;

/**
 * Makes a sparse tensor dense.
 * @param read reads a dense tensor of the file
 * @throws graph.malformed_onnx, graph.unsupported_type when it would be far larger than what is stored
 * @see https://onnx.ai/onnx/repo-docs/IR.html SparseTensorProto
 */
export function denseFrom({ name, dims }: TensorMessage, { values: stored, places: storedPlaces }: NonNullable<TensorMessage['sparse']>, read: (message: TensorMessage) => Tensor): Tensor {
  const what = `sparse tensor "${name}"`;
  const values = read(stored);
  const places = toDoubles(read(storedPlaces));
  const count = elementCount(dims);
  const stride = storedPlaces.dims.length === 2 ? dims.length : 1;
  if (dims.some((size) => !Number.isInteger(size) || size < 0) || !Number.isSafeInteger(count)) throw malformed(what, `[${dims.join(', ')}] is not a shape`);
  if (places.length !== values.data.length * stride) throw malformed(what, `${values.data.length} values have ${places.length} places`);
  if (count > Math.max(alwaysMadeDense, greatestGrowth * values.data.length)) {
    throw new GraphError('graph.unsupported_type', `The sparse tensor "${name}" has ${values.data.length} values for a shape of [${dims.join(', ')}]; it would be too large as a dense one. Export it with dense weights.`, { tensor: name });
  }
  const dense = new Float64Array(count);
  const numbers = toDoubles(values);
  numbers.forEach((value, i) => {
    const place = stride === 1 ? places[i]! : dims.reduce((offset, size, axis) => offset * size + checked(places[i * stride + axis]!, size, what), 0);
    dense[checked(place, count, what)] = value;
  });
  return makeTensor(values.type, dims, dense);
}

function checked(place: number, size: number, what: string): number {
  if (!(place >= 0 && place < size)) throw malformed(what, `a value stands at ${place} of ${size}`);
  return place;
}
