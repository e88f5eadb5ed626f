import { GraphBuilder } from './builder.ts';
import type { Graph, GraphNode, Tensor, ValueType } from './graph.ts';
import { inferNode, renamedNode, valueTypeOf } from './inference.ts';
import { makersOf, readersOf } from './links.ts';
import { removeDeadNodes } from './passes/remove-dead-nodes.ts';

/**
 * How a pass rewrites a graph. What is asked is answered of the graph as it was given; what is written is there once it is built. All that a
 * {@link GraphBuilder} has can be written: names are fresh, and the type of a new value is known at once.
 * @example
 * const r = new Rewriter(graph);
 * for (const node of r.nodes) if (node.operator === 'Square') r.replace(node, () => r.mul(node.inputs[0]!, node.inputs[0]!));
 * return r.build();
 */
export class Rewriter extends GraphBuilder {
  readonly #graph: Graph;
  readonly #instead = new Map<GraphNode, readonly GraphNode[]>();
  /** How values that were written for a result are called: as the result. */
  readonly #named = new Map<string, string>();
  /** What stands for a result that nothing makes any more. */
  readonly #aliases = new Map<string, string>();
  #makers: ReadonlyMap<string, GraphNode> | undefined;
  #readers: ReadonlyMap<string, readonly (GraphNode | undefined)[]> | undefined;

  constructor(graph: Graph) {
    super(graph);
    this.#graph = graph;
  }

  get nodes(): readonly GraphNode[] {
    return this.#graph.nodes;
  }

  /** The node that makes a value; `undefined` for inputs and constants. */
  override makerOf(value: string | undefined): GraphNode | undefined {
    this.#makers ??= makersOf(this.#graph);
    return this.#makers.get(value ?? '');
  }

  /** Who reads a value, once for each of its inputs; an output of the graph has a reader more, which is no node. */
  readersOf(value: string): readonly (GraphNode | undefined)[] {
    this.#readers ??= readersOf(this.#graph);
    return this.#readers.get(value) ?? [];
  }

  /** The node that reads a value if nothing else does, and that once. */
  onlyReaderOf(value: string): GraphNode | undefined {
    const readers = this.readersOf(value);
    return readers.length === 1 ? readers[0] : undefined;
  }

  isOutput(value: string): boolean {
    return this.#graph.outputs.includes(value);
  }

  override constantOf(name: string | undefined): Tensor | undefined {
    return name === undefined ? undefined : super.constantOf(name);
  }

  /** The numbers of a constant, such as axes or pads. */
  numbersOf(name: string | undefined): readonly number[] | undefined {
    const tensor = this.constantOf(name);
    return tensor === undefined ? undefined : Array.from(tensor.data, Number);
  }

  /** The number of a constant without axes. */
  scalarOf(name: string | undefined): number | undefined {
    const tensor = this.constantOf(name);
    return tensor?.shape.length === 0 ? Number(tensor.data[0]) : undefined;
  }

  hasSameShape(a: string, b: string): boolean {
    return this.shapeOf(a).join() === this.shapeOf(b).join();
  }

  /**
   * Puts what `write` appends in the place of a node. What it returns stands for the node's results, in their order: values that were
   * appended take the results' names, others are read in their place. A result that nothing stands for may have no readers left.
   */
  replace(node: GraphNode, write: () => string | readonly string[]): void {
    const { result, nodes } = this.apart(write);
    const results = [result].flat();
    const made = new Set(nodes.flatMap(({ outputs }) => outputs));
    const names = new Map<string, string>();
    node.outputs.forEach((output, i) => {
      const standsForIt = results[i];
      if (standsForIt === undefined || output === '') return;
      this.#checkSameType(node, output, this.typeOf(standsForIt));
      const takesTheName = made.has(standsForIt) && !names.has(standsForIt);
      if (takesTheName) names.set(standsForIt, output);
      if (takesTheName) this.#named.set(standsForIt, output);
      else this.#aliases.set(output, standsForIt);
    });
    const renamed = (name: string): string => names.get(name) ?? name;
    const makesTheFirst = (one: GraphNode): boolean => one.outputs.some((output) => names.get(output) === node.outputs[0]);
    this.#instead.set(node, nodes.map((one) => renamedNode(one, { name: makesTheFirst(one) ? node.name : one.name, inputs: one.inputs.map(renamed), outputs: one.outputs.map(renamed) })));
  }

  /** Changes a node where it stands. Results that change their type need new names. */
  change(node: GraphNode, changes: Partial<Omit<GraphNode, 'name'>>): void {
    const changed = { ...node, ...changes };
    if (changes.outputs !== undefined) this.apart(() => this.adopt(changed));
    else inferNode(changed, changed.inputs.map((input) => (input === '' ? undefined : this.knownOf(input)))).forEach((probed, i) => this.#checkSameType(node, node.outputs[i]!, valueTypeOf(node.outputs[i]!, probed)));
    this.#instead.set(node, [changed]);
  }

  /** The graph as it is rewritten, without what no output needs; the graph itself if nothing was. */
  override build(): Graph {
    if (this.#instead.size === 0) return this.#graph;
    const names = this.#survivingNames();
    const nameOf = (value: string): string => names.get(this.#resolve(value)) ?? this.#resolve(value);
    const named = (node: GraphNode): GraphNode => {
      const [inputs, outputs] = [node.inputs.map(nameOf), node.outputs.map((output) => names.get(output) ?? output)];
      return [...node.inputs, ...node.outputs].every((name, i) => name === [...inputs, ...outputs][i]) ? node : renamedNode(node, { inputs, outputs });
    };
    const copies = this.#graph.outputs.filter((output) => nameOf(output) !== output)
      .map((output): GraphNode => ({ name: this.freshNode('Identity'), operator: 'Identity', inputs: [nameOf(output)], outputs: [output], attributes: {} }));
    const placed = [...this.#graph.nodes.flatMap((node) => this.#instead.get(node) ?? [node]).map(named), ...copies];
    const nodes = inOrder(placed, this.nodesFrom(this.#graph.nodes.length).map(named));
    return removeDeadNodes({ ...this.#graph, nodes, constants: super.build().constants });
  }

  #resolve(value: string): string {
    const other = this.#aliases.get(value) ?? this.#named.get(value);
    return other === undefined ? value : this.#resolve(other);
  }

  /** What stands for a result takes its name, so that layers and outputs keep theirs; inputs, constants and outputs cannot. */
  #survivingNames(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const gone of this.#aliases.keys()) {
      const stays = this.#resolve(gone);
      const isBound = this.isOutput(stays) || this.constantOf(stays) !== undefined || this.#graph.inputs.some(({ name }) => name === stays);
      if (!isBound && (!names.has(stays) || this.isOutput(gone))) names.set(stays, gone);
    }
    return names;
  }

  #checkSameType({ operator, name }: GraphNode, value: string, got: ValueType): void {
    const expected = this.typeOf(value);
    if (expected.type === got.type && expected.shape.join() === got.shape.join()) return;
    throw new Error(`What is to stand for "${value}" of ${operator} "${name}" is ${got.type} [${got.shape.join(', ')}] and not ${expected.type} [${expected.shape.join(', ')}].`);
  }
}

/** Nodes as they stand, but each behind what it reads; those without a place come before what reads them first. */
function inOrder(placed: readonly GraphNode[], others: readonly GraphNode[]): GraphNode[] {
  const waiting = new Map([...placed, ...others].flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const ordered: GraphNode[] = [];
  const done = new Set<GraphNode>();
  const put = (node: GraphNode): void => {
    if (done.has(node)) return;
    done.add(node);
    for (const input of node.inputs) {
      const maker = waiting.get(input);
      if (maker !== undefined) put(maker);
    }
    ordered.push(node);
  };
  for (const node of placed) put(node);
  return ordered;
}
