import { GraphError } from './graph-error.ts';
import type { Graph, Tensor } from './graph.ts';
import { definitionOf, failUnknownValue } from './inference.ts';
import type { Known, Numbers } from './known.ts';
import { elementCount, isFloat, makeTensor, toDoubles } from './tensor.ts';

/**
 * Computes a graph in double precision: the reference that every rule and every runtime is tested against. Slow on purpose;
 * use a runtime for real work.
 * @param feeds a tensor per input of the graph, of its element type (float64 may stand for float32) and shape.
 * @param wanted names of the values to return; default: the outputs of the graph.
 * @returns by name; floating values as float64 and not rounded to float32.
 * @throws graph.bad_feed when an input is missing or does not fit; graph.unknown_value
 */
export function evaluate(graph: Graph, feeds: ReadonlyMap<string, Tensor>, wanted: readonly string[] = graph.outputs): Map<string, Tensor> {
  const values = new Map<string, Numbers>();
  for (const input of graph.inputs) {
    const feed = feeds.get(input.name);
    const fits = feed !== undefined && feed.shape.length === input.shape.length && input.shape.every((size, axis) => typeof size !== 'number' || size === feed.shape[axis])
      && (feed.type === input.type || (isFloat(feed.type) && isFloat(input.type)));
    if (!fits) {
      const got = feed === undefined ? 'nothing' : `${feed.type} [${feed.shape.join(', ')}]`;
      throw new GraphError('graph.bad_feed', `Input "${input.name}" takes ${input.type} [${input.shape.join(', ')}], got ${got}.`, { input: input.name });
    }
    values.set(input.name, { type: input.type, shape: feed.shape, data: toDoubles(feed) });
  }
  for (const [name, tensor] of graph.constants) values.set(name, { type: tensor.type, shape: tensor.shape, data: toDoubles(tensor) });

  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name) ?? failUnknownValue(node, name)));
    const definition = definitionOf(node);
    const outputs = definition.infer(node, inputs.map((input): Known | undefined => input && { type: input.type, shape: input.shape, values: () => input.data }));
    const results = definition.evaluate(node, inputs, outputs);
    node.outputs.forEach((name, i) => {
      const { type, shape } = outputs[i]!;
      if (results[i]!.length !== elementCount(shape)) throw new Error(`${node.operator} "${node.name}" computed ${results[i]!.length} values for shape [${shape.join(', ')}].`);
      values.set(name, { type, shape, data: results[i]! });
    });
  }

  return new Map(wanted.map((name) => {
    const value = values.get(name);
    if (value === undefined) throw new GraphError('graph.unknown_value', `There is no value "${name}" in the graph.`, { value: name });
    return [name, toTensor(value)];
  }));
}

function toTensor({ type, shape, data }: Numbers): Tensor {
  return isFloat(type) ? { type: 'float64', shape, data } : makeTensor(type, shape, data);
}
