import { GraphError } from '@lookalike/graph';
import { readGraph } from './messages.ts';
import type { AttributeMessage, FunctionMessage, GraphMessage, ModelMessage, NodeMessage } from './messages.ts';

/** A file whose functions call each other again and again could stand for more nodes than there is memory for. */
const mostNodes = 100_000;

/**
 * Puts the nodes of the functions that a file defines in the place of their calls, also within the branches of If. Values get names that
 * nothing else in the file has.
 * @throws graph.recursive_function; graph.bad_arity where a call does not fit; graph.malformed_onnx where calls stand for too many nodes
 * @see https://onnx.ai/onnx/repo-docs/IR.html#functions
 */
export function inlineFunctions(graph: GraphMessage, { functions, opsets }: Pick<ModelMessage, 'functions' | 'opsets'>): GraphMessage {
  if (functions.length === 0) return graph;
  const inliner = new Inliner(functions, defaultOpset(opsets));
  return inliner.graph(graph, []);
}

/** The version of ONNX's own operators that a file or function is written in. */
export function defaultOpset(opsets: ModelMessage['opsets']): number | undefined {
  return opsets.find(({ domain }) => isDefaultDomain(domain))?.version;
}

export function isDefaultDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

type Key = string;

function keyOf({ domain, name, overload }: { readonly domain: string; readonly name: string; readonly overload: string }): Key {
  return JSON.stringify([isDefaultDomain(domain) ? '' : domain, name, overload]);
}

/** What the names in a function's body stand for at one call. */
interface Call {
  readonly names: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, AttributeMessage>;
  readonly prefix: string;
  readonly opset: number | undefined;
}

class Inliner {
  readonly #functions: ReadonlyMap<Key, FunctionMessage>;
  readonly #opset: number | undefined;
  readonly #taken = new Set<string>();
  readonly #counters = new Map<string, number>();
  #made = 0;

  constructor(functions: readonly FunctionMessage[], opset: number | undefined) {
    this.#functions = new Map(functions.map((each) => [keyOf(each), each]));
    this.#opset = opset;
  }

  /** @param stack the functions that the graph stands in, outermost first. */
  graph(graph: GraphMessage, stack: readonly Key[]): GraphMessage {
    for (const name of namesIn(graph)) this.#taken.add(name);
    return { ...graph, nodes: graph.nodes.flatMap((node) => this.#node(node, stack)) };
  }

  #node(node: NodeMessage, stack: readonly Key[]): NodeMessage[] {
    // Calls count as well: a function may consist of nothing else.
    this.#made += 1;
    if (this.#made > mostNodes) throw new GraphError('graph.malformed_onnx', `The functions of the file stand for more than ${mostNodes} nodes. Export the network without them.`, {});
    const key = keyOf({ ...node, name: node.operator });
    const called = this.#functions.get(key);
    if (called !== undefined) return this.#call(node, called, [...stack, key]);
    if (node.attributes.every(({ graph }) => graph === undefined)) return [node];
    return [{ ...node, attributes: node.attributes.map((attribute) => (attribute.graph === undefined ? attribute : { ...attribute, graph: this.graph(readGraph(attribute.graph), stack) })) }];
  }

  #call(node: NodeMessage, called: FunctionMessage, stack: readonly Key[]): NodeMessage[] {
    if (stack.indexOf(stack.at(-1)!) < stack.length - 1) {
      throw new GraphError('graph.recursive_function', `The function ${called.name} of the file calls itself (node "${node.name}"); only functions that do not are supported.`, { node: node.name, operator: node.operator });
    }
    if (node.inputs.length > called.inputs.length || node.outputs.length > called.outputs.length) {
      throw new GraphError('graph.bad_arity', `${node.operator} "${node.name}" has ${node.inputs.length} inputs and ${node.outputs.length} outputs; the file's function of this name takes ${called.inputs.length} and gives ${called.outputs.length}.`, { node: node.name, operator: node.operator });
    }
    const prefix = node.name === '' ? node.outputs.find((name) => name !== '') ?? node.operator : node.name;
    const names = new Map(called.inputs.map((input, i) => [input, node.inputs[i] ?? '']));
    // An output that is an input of the function as well is passed through by a node of its own.
    const passed: NodeMessage[] = [];
    called.outputs.forEach((output, i) => {
      const outside = node.outputs[i] ?? '';
      if (!names.has(output)) names.set(output, outside === '' ? this.#fresh(`${prefix}/${output}`) : outside);
      else if (outside !== '') passed.push({ name: `${prefix}/${output}`, operator: 'Identity', domain: '', overload: '', inputs: [names.get(output)!], outputs: [outside], attributes: [] });
    });
    for (const name of called.nodes.flatMap(({ outputs }) => outputs)) if (name !== '' && !names.has(name)) names.set(name, this.#fresh(`${prefix}/${name}`));
    const opset = defaultOpset(called.opsets);
    const call: Call = {
      names, prefix,
      attributes: new Map([...called.defaults, ...node.attributes].map((attribute) => [attribute.name, attribute])),
      opset: opset === this.#opset ? undefined : opset,
    };
    return [...called.nodes.flatMap((inner) => this.#node(inBody(inner, call), stack)), ...passed];
  }

  #fresh(base: string): string {
    // Where many calls have one name, each goes on counting where the one before stopped.
    let count = this.#counters.get(base) ?? 0;
    const numbered = (): string => (count === 0 ? base : `${base}_${count}`);
    while (this.#taken.has(numbered())) count += 1;
    const name = numbered();
    this.#counters.set(base, count + 1);
    this.#taken.add(name);
    return name;
  }
}

/** A node of a function's body as it stands at a call. */
function inBody(node: NodeMessage, call: Call): NodeMessage {
  const { names, attributes, prefix, opset } = call;
  const nameOf = (name: string): string => names.get(name) ?? name;
  return {
    ...node,
    name: node.name === '' ? '' : `${prefix}/${node.name}`,
    ...(opset !== undefined && node.opset === undefined && { opset }),
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.map(nameOf),
    attributes: node.attributes.flatMap((attribute): AttributeMessage[] => {
      if (attribute.reference !== '') {
        const given = attributes.get(attribute.reference);
        // One that neither the call nor the function gives is left to the operator's own default.
        return given === undefined ? [] : [{ ...given, name: attribute.name }];
      }
      return [attribute.graph === undefined ? attribute : { ...attribute, graph: graphInBody(readGraph(attribute.graph), call) }];
    }),
  };
}

/** A branch reads the function's values, and makes values of its own, whose names stay. */
function graphInBody(graph: GraphMessage, call: Call): GraphMessage {
  const own = new Set(namesIn(graph));
  const names = new Map([...call.names].filter(([name]) => !own.has(name)));
  const inner = { ...call, names };
  return { ...graph, nodes: graph.nodes.map((node) => inBody(node, inner)), outputs: graph.outputs.map((output) => ({ ...output, name: names.get(output.name) ?? output.name })) };
}

/** The names that a graph itself gives to values. */
function namesIn({ inputs, initializers, nodes }: GraphMessage): string[] {
  return [...[...inputs, ...initializers].map(({ name }) => name), ...nodes.flatMap(({ outputs }) => outputs)];
}
