import { GraphError } from './graph-error.ts';
import type { Attribute, GraphNode, Tensor } from './graph.ts';

/**
 * Reads a node's attributes, each once, with its type checked. Attributes that no rule read are refused by
 * {@link AttributeReader.refuseUnread}: one that we do not know could change what the node computes.
 */
export class AttributeReader {
  readonly #node: GraphNode;
  readonly #read = new Set<string>();

  constructor(node: GraphNode) {
    this.#node = node;
  }

  has(name: string): boolean {
    this.#read.add(name);
    return this.#node.attributes[name] !== undefined;
  }

  number(name: string, fallback?: number): number {
    return this.#get(name, fallback, 'a number', (value) => typeof value === 'number');
  }

  integer(name: string, fallback?: number): number {
    return this.#get(name, fallback, 'a whole number', (value) => Number.isInteger(value));
  }

  flag(name: string, fallback: boolean): boolean {
    return this.integer(name, fallback ? 1 : 0) !== 0;
  }

  integers(name: string, fallback?: readonly number[]): readonly number[] {
    return this.#get(name, fallback, 'a list of whole numbers', (value) => Array.isArray(value) && value.every(Number.isInteger));
  }

  numbers(name: string, fallback?: readonly number[]): readonly number[] {
    return this.#get(name, fallback, 'a list of numbers', (value) => Array.isArray(value) && value.every((item) => typeof item === 'number'));
  }

  tensor(name: string, fallback?: Tensor): Tensor {
    return this.#get(name, fallback, 'a tensor', (value) => typeof value === 'object' && 'data' in value);
  }

  /** One of the words that we implement. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    return this.#get<Choice>(name, fallback, `one of ${choices.join(', ')}`, (value) => choices.includes(value as Choice));
  }

  /** Reads attributes that have no bearing on inference, such as BatchNormalization's momentum. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  refuseUnread(): void {
    const unread = Object.keys(this.#node.attributes).filter((name) => !this.#read.has(name));
    if (unread.length > 0) {
      throw new GraphError('graph.unknown_attribute', `${this.#node.operator} "${this.#node.name}" has the attribute ${unread.join(', ')}, which is not supported. ` +
        'Export the network without it.', { node: this.#node.name, operator: this.#node.operator, attributes: unread });
    }
  }

  /** The cast is sound because `isExpected` has checked what T says. */
  #get<T extends Attribute>(name: string, fallback: T | undefined, expected: string, isExpected: (value: Attribute) => boolean): T {
    this.#read.add(name);
    const value = this.#node.attributes[name] ?? fallback;
    if (value === undefined || !isExpected(value)) {
      const got = value === undefined ? 'it is missing' : `got ${typeof value === 'object' && 'data' in value ? 'a tensor' : JSON.stringify(value)}`;
      throw new GraphError('graph.bad_attribute', `${this.#node.operator} "${this.#node.name}": attribute ${name} must be ${expected}, ${got}.`,
        { node: this.#node.name, operator: this.#node.operator, attribute: name });
    }
    return value as T;
  }
}
