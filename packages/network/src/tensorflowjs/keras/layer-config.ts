import { GraphError } from '@lookalike/graph';
import { isList, isObject } from '../json-reader.ts';
import type { Json, JsonObject } from '../json-reader.ts';
import { asPair } from '../sliding-window.ts';
import type { Padding, Pair } from '../sliding-window.ts';

/** Reads a layer's settings, with their types checked. Keras leaves out what has its default. */
export class LayerConfig {
  readonly #layer: string;
  readonly #config: JsonObject;

  constructor(layer: string, config: JsonObject) {
    this.#layer = layer;
    this.#config = config;
  }

  get(name: string): Json | undefined {
    return this.#config[name];
  }

  number(name: string, fallback: number): number {
    const value = this.#config[name] ?? fallback;
    // Keras 3 writes arrays as objects.
    const plain = isObject(value) && isObject(value['config']) ? value['config']['value'] : value;
    return typeof plain === 'number' ? plain : this.fail(name, 'a number');
  }

  /** A number that may be null. */
  optionalNumber(name: string): number | undefined {
    return this.#config[name] === undefined || this.#config[name] === null ? undefined : this.number(name, 0);
  }

  integer(name: string, fallback?: number): number {
    const value = this.#config[name] ?? fallback;
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.fail(name, 'a whole number');
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#config[name] ?? fallback;
    return typeof value === 'boolean' ? value : this.fail(name, 'true or false');
  }

  /** Whole numbers; one alone counts as a list of one. */
  integers(name: string, fallback?: readonly number[]): readonly number[] {
    const value = this.#config[name] ?? fallback;
    const list = typeof value === 'number' ? [value] : value;
    return isList(list) && list.every((item) => Number.isSafeInteger(item)) ? (list as readonly number[]) : this.fail(name, 'a list of whole numbers');
  }

  /** Whole numbers, null among them as −1. */
  openIntegers(name: string): readonly number[] {
    const value = this.#config[name];
    const list = isList(value) ? value.map((item) => item ?? -1) : value;
    return isList(list) && list.every((item) => Number.isSafeInteger(item)) ? (list as readonly number[]) : this.fail(name, 'a list of whole numbers');
  }

  /** Numbers; one alone counts as a list of one. */
  numbers(name: string): readonly number[] {
    const value = this.#config[name];
    const plain = isObject(value) && isObject(value['config']) ? value['config']['value'] : value;
    const list = typeof plain === 'number' ? [plain] : isList(plain) ? (plain as Json[]).flat(8) : plain;
    return isList(list) && list.every((item) => typeof item === 'number') ? list : this.fail(name, 'a list of numbers');
  }

  /** Two whole numbers, for both axes of an image; one alone counts for both. */
  pair(name: string, fallback?: Pair): Pair {
    const values = this.integers(name, fallback);
    return asPair(values.length === 1 ? [values[0]!, values[0]!] : values, `"${this.#layer}": ${name}`);
  }

  /** What to add to, or cut off, the sides of an image: one number, one for each axis, or two for each. */
  sides(name: string): readonly [Pair, Pair] {
    const value = this.#config[name] ?? 1;
    const list = typeof value === 'number' ? [value, value] : value;
    if (!isList(list) || list.length !== 2) return this.fail(name, 'one or two numbers for each axis');
    return list.map((side) => asPair((typeof side === 'number' ? [side, side] : side) as readonly number[], `"${this.#layer}": ${name}`, 0)) as [Pair, Pair];
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.#config[name] ?? fallback;
    const found = choices.find((choice) => choice === value);
    return found ?? this.fail(name, `one of ${choices.join(', ')}`);
  }

  padding(): Padding {
    return this.choice<'valid' | 'same'>('padding', ['valid', 'same'], 'valid');
  }

  isChannelsFirst(): boolean {
    // tfjs-layers writes the format in camel case, Keras in snake case.
    return this.choice('data_format', ['channels_last', 'channels_first', 'channelsLast', 'channelsFirst'], 'channels_last').endsWith('irst');
  }

  fail(name: string, expected: string): never {
    throw new GraphError('graph.bad_attribute', `Layer "${this.#layer}": ${name} must be ${expected}, got ${JSON.stringify(this.#config[name])?.slice(0, 100)}.`, { node: this.#layer, attribute: name });
  }
}
