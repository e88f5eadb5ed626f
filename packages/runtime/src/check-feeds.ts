import type { Dimension, Graph } from '@lookalike/graph';
import type { Tensors } from './device.ts';
import { RuntimeError } from './runtime-error.ts';

/**
 * Checks that feeds fit a graph's inputs, so that every device refuses the same feeds with the same words.
 * @throws runtime.bad_feed
 */
export function checkFeeds(graph: Graph, feeds: Tensors): void {
  const fail = (message: string, input: string): never => {
    throw new RuntimeError('runtime.bad_feed', `Graph "${graph.name}": ${message}`, { graph: graph.name, input });
  };
  for (const name of Object.keys(feeds)) {
    if (!graph.inputs.some((input) => input.name === name)) fail(`it has no input "${name}"; its inputs are ${graph.inputs.map((input) => input.name).join(', ')}.`, name);
  }
  let batch: number | undefined;
  for (const { name, type, shape } of graph.inputs) {
    const tensor = feeds[name];
    if (tensor === undefined) return fail(`input "${name}" was not given.`, name);
    if (tensor.type !== type) fail(`input "${name}" must be ${type}, not ${tensor.type}.`, name);
    batch ??= batchOf(shape, tensor.shape);
    if (!fits(shape, tensor.shape, batch)) {
      fail(`input "${name}" must have the shape [${shape.join(', ')}]${batch === undefined ? '' : ` with N = ${batch}`}, not [${tensor.shape.join(', ')}].`, name);
    }
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    if (tensor.data.length !== count) fail(`input "${name}" of shape [${tensor.shape.join(', ')}] needs ${count} values, got ${tensor.data.length}.`, name);
  }
}

function batchOf(expected: readonly Dimension[], given: readonly number[]): number | undefined {
  const axis = expected.indexOf('N');
  return axis === -1 ? undefined : given[axis];
}

function fits(expected: readonly Dimension[], given: readonly number[], batch: number | undefined): boolean {
  return expected.length === given.length && expected.every((size, axis) => {
    if (typeof size === 'number') return given[axis] === size;
    return batch !== undefined && given[axis] === batch * (size === 'N' ? 1 : Number(size.slice('N*'.length)));
  });
}
