import type { Graph, GraphNode } from '../graph.ts';
import { inferTypes } from '../inference.ts';
import { makersOf, readersOf } from '../links.ts';
import { removeDeadNodes } from './remove-dead-nodes.ts';

/**
 * Writes a sum of two values that are put together alike, by Concats and Reshapes that nothing else reads, as their parts' sums put together; parts
 * that are zero vanish. So ends the gradient of what a convolution and a shortcut read with the same stride: of four phases, three of the
 * shortcut's are zero.
 */
export function addParts(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator === 'Concat')) return graph;
  const makers = makersOf(graph);
  const types = inferTypes(graph);
  const readers = readersOf(graph);
  const isShapedAlike = (x: string, y: string): boolean => types.get(x)?.shape.join() === types.get(y)?.shape.join();
  const isReadOnce = (value: string): boolean => readers.get(value)?.length === 1;

  /** The nodes that put both together, if they do it alike; both are of the same shape. */
  const madeAlike = (x: string, y: string): readonly [GraphNode, GraphNode] | undefined => {
    const [first, second] = [makers.get(x), makers.get(y)];
    if (first === undefined || second?.operator !== first.operator || !isReadOnce(x) || !isReadOnce(y)) return undefined;
    const parts = first.operator === 'Concat' ? first.inputs : first.operator === 'Reshape' ? first.inputs.slice(0, 1) : [];
    // Alike parts that make alike wholes lie on the same axis.
    return parts.length > 0 && parts.every((part, i) => isShapedAlike(part, second.inputs[i]!)) ? [first, second] : undefined;
  };

  const isZero = (value: string): boolean => {
    const constant = graph.constants.get(value);
    if (constant !== undefined) return constant.data.every((number: number | bigint) => Number(number) === 0);
    const maker = makers.get(value);
    if (maker?.operator === 'Concat') return maker.inputs.every(isZero);
    return (maker?.operator === 'Reshape' || maker?.operator === 'Expand') && isZero(maker.inputs[0]!);
  };

  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    const [x, y] = node.inputs as [string, string];
    if (node.operator !== 'Add' || !isShapedAlike(x, y) || madeAlike(x, y) === undefined) return [node];
    const [sum] = node.outputs as [string];
    const written: GraphNode[] = [];
    const write = (operator: string, inputs: readonly string[], attributes: GraphNode['attributes'], output = `${sum} part ${written.length}`): string => {
      written.push({ name: output === sum ? node.name : output, operator, inputs, outputs: [output], attributes });
      return output;
    };
    const add = (a: string, b: string, output?: string): string => {
      if (output === undefined && isZero(a)) return b;
      if (output === undefined && isZero(b)) return a;
      const [first, second] = madeAlike(a, b) ?? [];
      if (first === undefined || second === undefined) return write('Add', [a, b], {}, output);
      const parts = first.operator === 'Reshape' ? [add(first.inputs[0]!, second.inputs[0]!), first.inputs[1]!] : first.inputs.map((part, i) => add(part, second.inputs[i]!));
      return write(first.operator, parts, first.attributes, output);
    };
    add(x, y, sum);
    return written;
  });
  return removeDeadNodes({ ...graph, nodes });
}
