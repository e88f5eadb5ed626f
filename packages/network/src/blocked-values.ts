import { dependents, GraphError, inferTypes, isFloat } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';

/** What stands between the image and some of a network's values. */
export interface Obstacle {
  readonly operator: string;
  readonly node: string;
  /** Stable, such as `graph.unknown_operator`. */
  readonly code: string;
  /** Why it cannot be computed, as the end of a sentence that begins with its name. */
  readonly because: string;
}

/** A value of the file that cannot serve as a representation. */
export interface BlockedLayer {
  readonly name: string;
  readonly node: string;
  readonly operator: string;
  readonly by: Obstacle;
}

/** A node as its file has it. */
export interface NodeOfFile {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Faults of one node, which leave what does not need it as it is; others are faults of the file. */
const faultsOfANode: ReadonlySet<string> = new Set([
  'graph.unknown_operator', 'graph.control_flow', 'graph.data_dependent_shape', 'graph.shape_mismatch', 'graph.bad_attribute', 'graph.bad_arity', 'graph.unsupported_type', 'graph.batch_arithmetic',
]);

/** Collects, while a file is read, what cannot be computed and what is in the way, so that the rest can be used. */
export class BlockedValues {
  readonly #layers = new Map<string, BlockedLayer>();
  readonly #obstacles = new Map<Obstacle, { readonly error: GraphError; readonly inputs: readonly string[] }>();

  get layers(): readonly BlockedLayer[] {
    return [...this.#layers.values()];
  }

  /** What keeps a value from being computed. */
  obstacleOf(value: string): Obstacle | undefined {
    return this.#layers.get(value)?.by;
  }

  /** Marks what a node makes, if something that it reads is blocked. @returns whether it is. */
  passOn(node: NodeOfFile): boolean {
    const blocked = node.inputs.find((input) => this.#layers.has(input));
    if (blocked === undefined) return false;
    this.#mark(node, this.#layers.get(blocked)!.by);
    return true;
  }

  /** Marks what a node makes, as the node itself cannot be computed. @throws the error again where it is the file's fault */
  block(node: NodeOfFile, error: unknown): void {
    if (!(error instanceof GraphError) || !faultsOfANode.has(error.code)) throw error;
    // A node inside of a branch is named by the error.
    const named = (key: string, fallback: string): string => (typeof error.details[key] === 'string' ? error.details[key] : fallback);
    const obstacle: Obstacle = { operator: named('operator', node.operator), node: named('node', node.name), code: error.code, because: reasonOf(error) };
    this.#obstacles.set(obstacle, { error, inputs: node.inputs });
    this.#mark(node, obstacle);
  }

  /**
   * The outputs of what can be computed: for each output of the file itself, or, where it is blocked, the values in front of the obstacle, the
   * last one first; then those in front of other obstacles.
   * @param resolve the value of the graph that a name of the file stands for, if it has one. @param build gives all that could be read.
   * @throws the first obstacle's error when no output depends on the image
   */
  readableOutputs(outputs: readonly string[], resolve: (name: string) => string | undefined, build: () => Graph): readonly string[] {
    const values = (names: readonly string[]): string[] => names.map(resolve).filter((name) => name !== undefined);
    const readable = outputs.map((output) => this.obstacleOf(output) ?? values([output]));
    const inFront = new Map([...this.#obstacles].map(([obstacle, { inputs }]) => [obstacle, values(inputs)]));
    if (inFront.size === 0) return readable.filter((each) => Array.isArray(each)).flat();
    const graph = build();
    const types = inferTypes(graph);
    const computed = dependents(graph, graph.inputs.map(({ name }) => name));
    const order = new Map(graph.nodes.flatMap((node, i) => node.outputs.map((name) => [name, i] as const)));
    const isLayer = (name: string): boolean => order.has(name) && computed.has(name) && isFloat(types.get(name)!.type) && types.get(name)!.shape.length > 1;
    const inFrontOf = (obstacle: Obstacle): string[] => inFront.get(obstacle)!.filter(isLayer).toSorted((a, b) => order.get(b)! - order.get(a)!);
    const found = [...readable.flatMap((each) => ('because' in each ? inFrontOf(each) : each)), ...[...inFront.keys()].flatMap(inFrontOf)];
    const [first] = this.#obstacles.values();
    if (first !== undefined && !found.some(isLayer)) throw first.error;
    return [...new Set(found)];
  }

  #mark({ operator, name, outputs }: NodeOfFile, by: Obstacle): void {
    for (const output of outputs) if (output !== '') this.#layers.set(output, { name: output, node: name === '' ? output : name, operator, by });
  }
}

function reasonOf({ code, message }: GraphError): string {
  switch (code) {
    case 'graph.unknown_operator': return 'is not supported';
    case 'graph.control_flow': return 'runs a part of the network depending on the data, which is not supported';
    default: return `cannot be used: ${message}`;
  }
}
