import { FreeNames } from './free-names.ts';
import { GraphError } from './graph-error.ts';
import type { Attribute, ElementType, Graph, GraphInput, GraphNode, Shape, Tensor, ValueType } from './graph.ts';
import type { AppendOptions } from './graph-writer.ts';
import { failUnknownValue, inferNode, probeConstant, probeInput, valueTypeOf } from './inference.ts';
import type { Probed } from './known.ts';
import type { OperatorName } from './operators/operator-name.ts';
import { canonicalOpset } from './opset.ts';
import { makeTensor } from './tensor.ts';

/**
 * Builds a graph node by node. Every appended node is type-checked at once, so a wrong shape is reported where it was
 * made. Value names are fresh and unique. {@link GraphBuilder} adds a method per operator.
 */
export class NodeBuilder {
  readonly #name: string;
  readonly #inputs: GraphInput[] = [];
  readonly #outputs = new Set<string>();
  readonly #nodes: GraphNode[] = [];
  readonly #constants = new Map<string, Tensor>();
  readonly #names = new Map<Tensor, string>();
  readonly #known = new Map<string, Probed>();
  readonly #varying = new Set<string>();
  readonly #makers = new Map<string, GraphNode>();
  readonly #valueNames = new FreeNames();
  readonly #nodeNames = new FreeNames();
  readonly #scalars = new Map<string, string>();

  /** Starts from a graph (its inputs, nodes, constants and outputs are kept), or empty. */
  constructor(start?: Graph | { readonly name?: string }) {
    this.#name = start?.name ?? 'graph';
    if (start === undefined || !('nodes' in start)) return;
    for (const input of start.inputs) this.input(input.name, input);
    for (const [name, tensor] of start.constants) this.constant(tensor, name);
    for (const node of start.nodes) this.adopt(node);
    for (const name of start.outputs) this.output(name);
  }

  /** Declares an input. @returns its name. @throws graph.duplicate_value if the name is taken. */
  input(name: string, type: ValueType): string {
    this.#claim(name, probeInput({ name, type: type.type, shape: type.shape }));
    this.#varying.add(name);
    this.#inputs.push({ name, type: type.type, shape: type.shape });
    return name;
  }

  /**
   * Adds a constant tensor. @returns its name: `name` itself if given, which must be free, else a fresh one.
   * @throws graph.duplicate_value
   */
  constant(tensor: Tensor, name?: string): string {
    const free = name ?? this.fresh('constant');
    this.#claim(free, probeConstant(tensor));
    this.#constants.set(free, tensor);
    this.#names.set(tensor, free);
    return free;
  }

  /** Adds a constant unless this very tensor is one already. @returns its name. */
  sharedConstant(tensor: Tensor): string {
    return this.#names.get(tensor) ?? this.constant(tensor);
  }

  /** A scalar constant (shape `[]`); the same number is stored once. */
  scalar(value: number, type: ElementType = 'float32'): string {
    // Object.is distinguishes -0 from 0, and so must the key.
    const key = `${type}:${Object.is(value, -0) ? '-0' : value}`;
    const known = this.#scalars.get(key) ?? this.constant(makeTensor(type, [], [value]));
    this.#scalars.set(key, known);
    return known;
  }

  /** A vector of int64, as axes, shapes and pads are written; the same vector is stored once. */
  integers(values: readonly number[]): string {
    const key = `int64[${values.join()}]`;
    const known = this.#scalars.get(key) ?? this.constant(makeTensor('int64', [values.length], values));
    this.#scalars.set(key, known);
    return known;
  }

  /** Marks a value as an output of the graph; marking it twice changes nothing. @returns the name. */
  output(name: string): string {
    this.#knownOf(name);
    this.#outputs.add(name);
    return name;
  }

  /** Makes exactly these values the outputs. */
  setOutputs(names: readonly string[]): void {
    this.#outputs.clear();
    for (const name of names) this.output(name);
  }

  /**
   * Appends a node. @returns the names of its outputs.
   * @throws graph.shape_mismatch, graph.bad_attribute, graph.unknown_value
   */
  append(operator: OperatorName, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}, options: AppendOptions = {}): readonly string[] {
    const name = options.name === undefined ? this.#nodeNames.fresh(operator) : this.#nodeNames.own(options.name);
    const { outputs = 1 } = options;
    const names = typeof outputs === 'number' ? Array.from({ length: outputs }, () => this.fresh(options.name ?? operator)) : outputs;
    return this.adopt({ name, operator, inputs: [...inputs], outputs: [...names], attributes });
  }

  /** Appends a node as it is, with the names it has. @returns its outputs. */
  adopt(node: GraphNode): readonly string[] {
    const results = inferNode(node, node.inputs.map((input) => (input === '' ? undefined : this.#known.get(input) ?? failUnknownValue(node, input))));
    this.#nodeNames.take(node.name);
    this.#nodes.push(node);
    if (node.inputs.some((input) => this.#varying.has(input))) for (const output of node.outputs) this.#varying.add(output);
    node.outputs.forEach((output, i) => {
      if (output === '') return;
      this.#claim(output, results[i]!);
      this.#makers.set(output, node);
    });
    return node.outputs;
  }

  /** A value name that is not taken yet, beginning with `base`. */
  fresh(base: string): string {
    return this.#valueNames.fresh(base);
  }

  /** A name for a node that none has yet, beginning with `base`. */
  protected freshNode(base: string): string {
    return this.#nodeNames.fresh(base);
  }

  /** The nodes that have been appended after the first `count`. */
  protected nodesFrom(count: number): readonly GraphNode[] {
    return this.#nodes.slice(count);
  }

  /** Calls `write` and takes back the nodes that it appends; what is known of their results stays. */
  protected apart<Result>(write: () => Result): { readonly result: Result; readonly nodes: readonly GraphNode[] } {
    const count = this.#nodes.length;
    const result = write();
    return { result, nodes: this.#nodes.splice(count) };
  }

  /** Keeps names for values and nodes that will be appended under them: no fresh one is the same. */
  keepNames({ values, nodes }: { readonly values: Iterable<string>; readonly nodes: Iterable<string> }): void {
    for (const name of values) this.#valueNames.keep(name);
    for (const name of nodes) this.#nodeNames.keep(name);
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  /** Whether a value is computed from an input of the graph. */
  varies(name: string): boolean {
    return this.#varying.has(name);
  }

  /** Element type and shape of a value, the batch as `'N'`. @throws graph.unknown_value */
  typeOf(name: string): ValueType {
    return valueTypeOf(name, this.#knownOf(name));
  }

  shapeOf(name: string): Shape {
    return this.typeOf(name).shape;
  }

  /** The tensor behind a name, if it is a constant. */
  constantOf(name: string): Tensor | undefined {
    return this.#constants.get(name);
  }

  /** The node that makes a value; `undefined` for inputs and constants. */
  makerOf(name: string): GraphNode | undefined {
    return this.#makers.get(name);
  }

  /** What is known of a value under both probing batch sizes; for passes of this package. */
  knownOf(name: string): Probed {
    return this.#knownOf(name);
  }

  /** The graph so far. The builder may go on; the graph will not change. */
  build(): Graph {
    return {
      name: this.#name,
      opset: canonicalOpset,
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      nodes: [...this.#nodes],
      constants: new Map(this.#constants),
    };
  }

  #knownOf(name: string): Probed {
    const known = this.#known.get(name);
    if (known === undefined) throw new GraphError('graph.unknown_value', `There is no value "${name}" in the graph.`, { value: name });
    return known;
  }

  #claim(name: string, known: Probed): void {
    if (name === '') throw new GraphError('graph.duplicate_value', 'A value needs a name that is not empty.', {});
    if (this.#known.has(name)) {
      throw new GraphError('graph.duplicate_value', `The value name "${name}" is given twice; each value must be made exactly once.`, { value: name });
    }
    this.#valueNames.take(name);
    this.#known.set(name, known);
  }
}
