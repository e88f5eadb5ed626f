import type { Tensor, TensorData } from '@lookalike/graph';
import type { Tensors } from './device.ts';

/**
 * Cuts feeds along the batch into parts whose sizes differ by one at most, in memory of their own.
 * @param batched the inputs that have the batch as their first axis; the others go to each part whole.
 */
export function splitFeeds(feeds: Tensors, { batched, batch, parts }: { readonly batched: ReadonlySet<string>; readonly batch: number; readonly parts: number }): Tensors[] {
  return Array.from({ length: parts }, (_, part) => {
    const [start, end] = [Math.floor(part * batch / parts), Math.floor((part + 1) * batch / parts)];
    return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, batched.has(name) ? images(tensor, { batch, start, end }) : { ...tensor, data: tensor.data.slice() }]));
  });
}

function images({ type, shape, data }: Tensor, { batch, start, end }: { readonly batch: number; readonly start: number; readonly end: number }): Tensor {
  const [rows, values] = [shape[0]! / batch, data.length / batch];
  return { type, shape: [rows * (end - start), ...shape.slice(1)], data: data.slice(start * values, end * values) };
}

/**
 * Puts the parts' results one after the other.
 * @param batched the outputs that have the batch as their first axis; the others are alike in all parts.
 */
export function joinResults(results: readonly Tensors[], batched: ReadonlySet<string>): Record<string, Tensor> {
  const [first] = results;
  return Object.fromEntries(Object.keys(first!).map((name) => [name, batched.has(name) ? joined(results.map((part) => part[name]!)) : first![name]!]));
}

function joined(parts: readonly Tensor[]): Tensor {
  const [{ type, shape, data: { constructor } }] = parts as [Tensor];
  const rows = parts.reduce((sum, part) => sum + part.shape[0]!, 0);
  // All parts have the first one's kind of array; which it is does not matter here.
  const data = new (constructor as new (length: number) => Float32Array)(parts.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data as TensorData & Float32Array, offset);
    offset += part.data.length;
  }
  return { type, shape: [rows, ...shape.slice(1)], data };
}
