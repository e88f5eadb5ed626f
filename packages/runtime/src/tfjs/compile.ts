import type { Graph, ValueType } from '@lookalike/graph';
import { inferTypes } from '@lookalike/graph';
import { ConstantPool } from './constant-pool.ts';
import type { TfjsLibrary } from './library.ts';
import { emitters } from './operators/index.ts';
import { PlanBuilder } from './plan-builder.ts';
import type { Value } from './plan-builder.ts';
import type { Plan } from './plan.ts';
import { plainOrder } from './order.ts';
import { PlanNode } from './plan-node.ts';

/** @throws runtime.model_refused */
export function compile(graph: Graph, library: TfjsLibrary, constants: ConstantPool): Plan {
  const types = inferTypes(graph);
  const b = new PlanBuilder({ library, graph, constants });
  const values = new Map<string, Value>();
  for (const [name, tensor] of graph.constants) values.set(name, { type: tensor.type, shape: tensor.shape, order: plainOrder(tensor.shape.length), constant: tensor });
  const inputs = graph.inputs.map(({ name, type, shape }) => {
    const input = b.input(type, fixed(shape));
    values.set(name, input);
    return input;
  });
  const readers = new Map<string, number>();
  for (const name of [...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs]) readers.set(name, (readers.get(name) ?? 0) + 1);
  const fusable = new Map(graph.nodes.filter((node) => node.operator === 'Relu').map((node) => [node.inputs[0]!, node]));

  for (const node of graph.nodes) {
    const emit = Object.hasOwn(emitters, node.operator) ? emitters[node.operator as keyof typeof emitters] : undefined;
    if (emit === undefined) return b.refuse(`it has no ${node.operator} (node "${node.name}")`);
    const planNode = new PlanNode({
      b, node,
      inputs: node.inputs.map((name) => (name === '' ? undefined : values.get(name)!)),
      outputs: node.outputs.map((name) => ({ type: types.get(name)!.type, shape: fixed(types.get(name)!.shape) })),
      isRelu: node.outputs.length === 1 && readers.get(node.outputs[0]!) === 1 && fusable.has(node.outputs[0]!),
    });
    const results = emit(b, planNode);
    node.outputs.forEach((name, i) => values.set(name, results[i]!));
  }
  return b.build(inputs, graph.outputs.map((name) => b.held(values.get(name)!)));
}

function fixed(shape: ValueType['shape']): number[] {
  return shape.map((size) => {
    if (typeof size !== 'number') throw new Error('The graph has been made for one batch size.');
    return size;
  });
}
