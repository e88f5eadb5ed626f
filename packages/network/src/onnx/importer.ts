import { definitionOf, elementTypeOf, GraphError, makeTensor } from '@lookalike/graph';
import type { Attribute, GraphBuilder, GraphNode, Tensor } from '@lookalike/graph';
import { controlFlow, takenBranch } from './branches.ts';
import { checkOperatorsAreKnown, qualifiedOperator } from './known-operators.ts';
import { lower } from './lowered-operators.ts';
import type { AttributeMessage, NodeMessage } from './messages.ts';
import { neededInOrder } from './order-nodes.ts';
import { Quantisation } from './quantised.ts';
import { checkOpset } from './readable-opsets.ts';
import { tensorFrom } from './read-tensor.ts';
import type { ExternalData } from './read-tensor.ts';
import { resolveSequence, sequenceOperators } from './sequences.ts';
import type { Sequences } from './sequences.ts';
import { checkDropoutIsOff } from './training-mode.ts';
import { duplicateValue } from './unique-names.ts';

interface ImporterOptions {
  readonly opset: number;
  readonly outputs: ReadonlySet<string>;
  /** The names of the graph itself, without those of graphs inside of it. */
  readonly outerNames: ReadonlySet<string>;
  readonly externalData: ExternalData;
  /** The type that each constant has in the file; Constant nodes are added. */
  readonly storedTypes: Map<string, number>;
}

/** Appends the file's nodes one by one, each in its canonical form. */
export class Importer {
  readonly #b: GraphBuilder;
  readonly #options: ImporterOptions;
  readonly #aliases = new Map<string, string>();
  /** Values of branches whose names were taken, by the name that the branch last taken has for them. */
  readonly #renamed = new Map<string, string>();
  readonly #sequences: Sequences = new Map();
  readonly #names = new Map<string, number>();
  readonly #quantisation: Quantisation;

  constructor(b: GraphBuilder, options: ImporterOptions) {
    this.#b = b;
    this.#options = options;
    this.#quantisation = new Quantisation(options.storedTypes);
  }

  /** The value that a name of the file stands for, past removed Identity nodes. */
  resolve(name: string): string {
    const own = this.#renamed.get(name) ?? name;
    return this.#aliases.get(own) ?? own;
  }

  /** @throws graph.batch_arithmetic when a size that a node gives is no plain multiple of the batch */
  checkSizes({ outputs }: NodeMessage): void {
    // Lists of tensors are no values.
    for (const output of outputs.map((name) => this.resolve(name))) if (this.#b.has(output)) this.#b.typeOf(output);
  }

  add(message: NodeMessage): void {
    const operator = qualifiedOperator(message);
    if (operator === 'If') {
      this.#addBranch(message);
      return;
    }
    const name = this.#nodeName(message);
    if (operator === 'Constant') {
      this.#b.constant(this.#constant(message), message.outputs[0]!);
      this.#options.storedTypes.set(message.outputs[0]!, message.attributes[0]?.tensor?.type ?? 0);
      return;
    }
    const inputs = withoutTrailingBlanks(message.inputs.map((input) => this.resolve(input)));
    if (operator === 'Dropout') checkDropoutIsOff(this.#b, { name, operator, inputs, outputs: message.outputs, attributes: {} });
    if (operator === 'Identity' || operator === 'Dropout') {
      this.#standFor(message.outputs[0]!, inputs[0]!, name);
      return;
    }
    const attributes = Object.fromEntries(message.attributes.map((attribute) => [attribute.name, this.#attribute(message, attribute)]));
    const node: GraphNode = { name, operator, inputs, outputs: withoutTrailingBlanks(message.outputs), attributes };
    if (sequenceOperators.includes(operator)) {
      const picked = resolveSequence(this.#b, node, this.#sequences);
      if (picked !== undefined) this.#standFor(node.outputs[0]!, picked, name);
      return;
    }
    const context = { b: this.#b, node, opset: checkOpset(message.opset ?? this.#options.opset) };
    if ((this.#quantisation.lower(context) ?? lower(context)) !== undefined || definitionOf(node).upgrade?.(context) !== undefined) return;
    this.#b.adopt(node);
  }

  /** Puts the nodes of the branch that is taken in the place of an If; values get names of their own where they are taken already. */
  #addBranch(message: NodeMessage): void {
    const branch = takenBranch(this.#b, message, this.resolve(message.inputs[0]!));
    const isOutside = (name: string): boolean => this.#b.has(this.resolve(name));
    const nodes = neededInOrder(branch, isOutside);
    checkOperatorsAreKnown(nodes);
    const made = new Set([...branch.initializers.map(({ name }) => name), ...nodes.flatMap((node) => node.outputs)]);
    const renamed = new Map<string, string>();
    for (const name of made) {
      if (name === '' || !isOutside(name)) continue;
      if (this.#options.outerNames.has(name)) throw duplicateValue(name);
      renamed.set(name, this.#b.fresh(name));
      this.#renamed.set(name, renamed.get(name)!);
    }
    const own = (name: string): string => renamed.get(name) ?? name;
    for (const tensor of branch.initializers) this.#b.constant(tensorFrom(tensor, this.#options.externalData), own(tensor.name));
    for (const node of nodes) this.add({ ...node, outputs: node.outputs.map(own) });
    message.outputs.forEach((output, i) => this.#standFor(output, this.resolve(branch.outputs[i]!.name), output));
  }

  /** Lets a name of the file stand for a value that is there already; an output of the network keeps its own. */
  #standFor(name: string, value: string, node: string): void {
    if (this.#options.outputs.has(name)) this.#b.append('Identity', [value], {}, { name: node, outputs: [name] });
    else this.#aliases.set(name, value);
  }

  #nodeName({ name, operator, outputs }: NodeMessage): string {
    const base = name === '' ? `${operator} ${outputs[0] ?? ''}` : name;
    // Where many nodes have one name, each goes on counting where the one before stopped.
    let count = this.#names.get(base) ?? 0;
    const numbered = (): string => (count === 0 ? base : `${base}_${count}`);
    while (this.#names.has(numbered())) count += 1;
    const unique = numbered();
    this.#names.set(base, count + 1);
    if (unique !== base) this.#names.set(unique, 1);
    return unique;
  }

  #constant(message: NodeMessage): Tensor {
    const attribute = message.attributes[0];
    const value = attribute === undefined ? undefined : this.#attribute(message, attribute);
    switch (attribute?.name) {
      case 'value': case 'sparse_value': return value as Tensor;
      case 'value_float': return makeTensor('float32', [], [value as number]);
      case 'value_int': return makeTensor('int64', [], [value as number]);
      case 'value_floats': return makeTensor('float32', [(value as readonly number[]).length], value as readonly number[]);
      case 'value_ints': return makeTensor('int64', [(value as readonly number[]).length], value as readonly number[]);
      default: throw new GraphError('graph.bad_attribute', `Constant "${message.name}" holds ${attribute?.name ?? 'nothing'}; only numbers and tensors are supported.`, { node: message.name });
    }
  }

  #attribute(node: NodeMessage, attribute: AttributeMessage): Attribute {
    if (attribute.graph !== undefined) throw controlFlow(node);
    // Types of AttributeProto; exporters before 2017 left the type out, which reads as 0.
    const value = ((): Attribute | undefined => {
      switch (attribute.type) {
        case 1: return attribute.float;
        case 2: return attribute.integer;
        case 3: return attribute.text;
        case 4: return attribute.tensor && tensorFrom(attribute.tensor, this.#options.externalData);
        case 6: return attribute.floats;
        case 7: return attribute.integers;
        case 8: return attribute.texts;
        case 11: return attribute.tensor && tensorFrom(attribute.tensor, this.#options.externalData);
        default: return undefined;
      }
    })();
    if (value === undefined && attribute.type >= 1 && attribute.type <= 3) return attribute.type === 3 ? '' : 0;
    if (value === undefined) {
      throw new GraphError('graph.bad_attribute', `${node.operator} "${node.name}": attribute ${attribute.name} has a type that is not supported (${attribute.type}).`, { node: node.name, attribute: attribute.name });
    }
    const isCastTarget = node.operator === 'Cast' && attribute.name === 'to' && typeof value === 'number';
    return isCastTarget ? elementTypeOf(value, `Cast "${node.name}"`) : value;
  }
}

function withoutTrailingBlanks(names: readonly string[]): readonly string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}
