import { GraphError } from '@lookalike/graph';
import { valuesReadBy } from './branches.ts';
import type { GraphMessage, NodeMessage } from './messages.ts';

/**
 * The nodes that the outputs need, each after those it reads from. ONNX asks for that order; files that break it are put right.
 * @param isOutside whether a name that the graph does not make is known where the graph stands: for the branch of an If.
 * @throws graph.cycle, graph.unknown_value
 */
export function neededInOrder(message: GraphMessage, isOutside: (name: string) => boolean = () => false): NodeMessage[] {
  const makers = new Map(message.nodes.flatMap((node) => node.outputs.filter((name) => name !== '').map((name) => [name, node] as const)));
  const given = new Set([...message.inputs, ...message.initializers].map(({ name }) => name));
  const position = new Map(message.nodes.map((node, i) => [node, i]));
  const state = new Map<NodeMessage, 'entered' | 'done'>();
  const ordered: NodeMessage[] = [];

  // A stack of our own: a chain of a hundred thousand nodes must not overflow JavaScript's.
  const stack: NodeMessage[] = [];
  const enter = (value: string, reader: string): void => {
    if (value === '' || given.has(value)) return;
    const maker = makers.get(value);
    if (maker === undefined && isOutside(value)) return;
    if (maker === undefined) throw new GraphError('graph.unknown_value', `${reader} reads "${value}", which no input, weight or node of the file provides. Export the network again.`, { value });
    if (state.get(maker) === 'entered') throw new GraphError('graph.cycle', `The network feeds back into itself at "${value}" (node "${maker.name}"); only networks without loops are supported.`, { value, node: maker.name });
    if (state.get(maker) === undefined) stack.push(maker);
  };
  for (const output of message.outputs) {
    enter(output.name, 'The network\'s output');
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (state.get(node) === undefined) {
        state.set(node, 'entered');
        for (const input of valuesReadBy(node)) enter(input, `${node.operator} "${node.name}"`);
      } else {
        stack.pop();
        if (state.get(node) === 'entered') ordered.push(node);
        state.set(node, 'done');
      }
    }
  }
  // Where the file's own order is sound, keep it: layers are then listed as their author wrote them.
  const inFileOrder = ordered.toSorted((a, b) => position.get(a)! - position.get(b)!);
  return isOrdered(inFileOrder, (name) => given.has(name) || (!makers.has(name) && isOutside(name))) ? inFileOrder : ordered;
}

function isOrdered(nodes: readonly NodeMessage[], isGiven: (name: string) => boolean): boolean {
  const ready = new Set<string>();
  return nodes.every((node) => {
    const isReady = valuesReadBy(node).every((input) => input === '' || ready.has(input) || isGiven(input));
    for (const output of node.outputs) ready.add(output);
    return isReady;
  });
}
