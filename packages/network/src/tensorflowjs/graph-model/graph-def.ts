import { GraphError } from '@lookalike/graph';
import { isObject, listAt, malformed, objectAt, textAt } from '../json-reader.ts';
import type { Json, JsonObject } from '../json-reader.ts';

/** A result of a node: `name` or `name:1`. */
export interface Port {
  readonly node: string;
  readonly result: number;
}

export interface NodeDef {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly Port[];
  readonly attributes: JsonObject;
}

/** Reads the nodes of a GraphDef. Inputs that only order execution (`^name`) are left out. @throws graph.malformed_tensorflowjs */
export function nodesOf(topology: JsonObject): ReadonlyMap<string, NodeDef> {
  const nodes = new Map<string, NodeDef>();
  for (const entry of listAt(topology['node'], 'the nodes of the graph')) {
    const node = objectAt(entry, 'a node');
    const name = textAt(node['name'], 'the name of a node');
    if (nodes.has(name)) throw malformed(`node "${name}"`, 'is there twice');
    const inputs = listAt(node['input'] ?? [], `the inputs of node "${name}"`).map((input) => textAt(input, `an input of node "${name}"`));
    nodes.set(name, {
      name,
      operation: textAt(node['op'], `the operation of node "${name}"`),
      inputs: inputs.filter((input) => !input.startsWith('^')).map(portOf),
      attributes: isObject(node['attr']) ? node['attr'] : {},
    });
  }
  return nodes;
}

export function portOf(text: string): Port {
  const colon = text.indexOf(':');
  if (colon < 0) return { node: text, result: 0 };
  const result = Number(text.slice(text.lastIndexOf(':') + 1));
  return { node: text.slice(0, colon), result: Number.isSafeInteger(result) ? result : 0 };
}

/** The results that the model gives: what its signature names, or else of the nodes that none reads. */
export function outputsOf(nodes: ReadonlyMap<string, NodeDef>, signature: Json | undefined): readonly Port[] {
  const named = isObject(signature) && isObject(signature['outputs']) ? Object.values(signature['outputs']) : [];
  const ports = named.flatMap((output) => (isObject(output) && typeof output['name'] === 'string' ? [portOf(output['name'])] : []));
  if (ports.length > 0) return ports;
  const read = new Set([...nodes.values()].flatMap(({ inputs }) => inputs.map(({ node }) => node)));
  return [...nodes.values()].filter(({ name, operation }) => !read.has(name) && operation !== 'NoOp' && operation !== 'Const').map(({ name }) => ({ node: name, result: 0 }));
}

/** The nodes that the outputs need, each after those it reads from. @throws graph.cycle, graph.unknown_value */
export function neededNodes(nodes: ReadonlyMap<string, NodeDef>, outputs: readonly Port[]): readonly NodeDef[] {
  const state = new Map<NodeDef, 'entered' | 'done'>();
  const ordered: NodeDef[] = [];
  // A stack of our own: a chain of a hundred thousand nodes must not overflow JavaScript's.
  const stack: NodeDef[] = [];
  const enter = (name: string, reader: string): void => {
    const node = nodes.get(name);
    if (node === undefined) throw new GraphError('graph.unknown_value', `${reader} reads "${name}", which no node of the file is. Convert the network again.`, { value: name });
    if (state.get(node) === 'entered') throw new GraphError('graph.cycle', `The network feeds back into itself at node "${name}"; only networks without loops are supported.`, { node: name });
    if (state.get(node) === undefined) stack.push(node);
  };
  for (const output of outputs) {
    enter(output.node, 'The network\'s output');
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (state.get(node) === undefined) {
        state.set(node, 'entered');
        for (const input of node.inputs) enter(input.node, `Node "${node.name}"`);
      } else {
        stack.pop();
        if (state.get(node) === 'entered') ordered.push(node);
        state.set(node, 'done');
      }
    }
  }
  return ordered;
}
