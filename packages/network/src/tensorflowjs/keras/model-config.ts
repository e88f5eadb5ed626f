import { isList, isObject, listAt, malformed, objectAt, textAt } from '../json-reader.ts';
import type { Json, JsonObject } from '../json-reader.ts';

/** A tensor that a call of a layer gives: the layer, its how-manieth call, which of its results. */
export interface TensorReference {
  readonly layer: string;
  readonly call: number;
  readonly result: number;
}

/** What a layer is called with: results of other layers, or numbers. */
export type Argument = TensorReference | number;

export interface LayerDescription {
  readonly className: string;
  readonly name: string;
  readonly config: JsonObject;
  /** Arguments of each call; none in a Sequential model, where each layer is called with the result of the one before. */
  readonly calls: readonly (readonly Argument[])[];
}

/** A model, or a model within it. */
export interface ModelDescription {
  readonly kind: 'sequential' | 'functional';
  readonly name: string;
  readonly config: JsonObject;
  readonly layers: readonly LayerDescription[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
}

const functionalClasses: ReadonlySet<string> = new Set(['Functional', 'Model']);

export function isModel(className: string): boolean {
  return className === 'Sequential' || functionalClasses.has(className);
}

/** Reads a model's description, as Keras 2, Keras 3 and tfjs-layers write it. @throws graph.malformed_tensorflowjs */
export function describeModel(className: string, given: Json | undefined): ModelDescription {
  // Before Keras 2.2.3 a Sequential's config was the list of its layers.
  const config = isList(given) ? { layers: given } : objectAt(given, `the config of a ${className}`);
  const name = typeof config['name'] === 'string' ? config['name'] : className.toLowerCase();
  const kind = className === 'Sequential' ? 'sequential' : 'functional';
  const layers = listAt(config['layers'], `the layers of "${name}"`).map((layer) => describeLayer(objectAt(layer, `a layer of "${name}"`)));
  if (kind === 'sequential') return { kind, name, config, layers, inputs: [], outputs: [] };
  return { kind, name, config, layers, inputs: referencesIn(config['input_layers'], `input_layers of "${name}"`), outputs: referencesIn(config['output_layers'], `output_layers of "${name}"`) };
}

function describeLayer(layer: JsonObject): LayerDescription {
  const written = textAt(layer['class_name'], 'the class_name of a layer');
  const given = layer['config'];
  // A function that is called as if it were a layer is known by the function's name.
  const className = written === 'TFOpLambda' && isObject(given) && typeof given['function'] === 'string' ? `tf.${given['function']}` : written;
  const config = isList(given) ? { layers: given } : objectAt(given, `the config of a ${className}`);
  const name = textAt(layer['name'] ?? config['name'] ?? className.toLowerCase(), `the name of a ${className}`);
  const calls = listAt(layer['inbound_nodes'] ?? [], `inbound_nodes of "${name}"`).map((node) => argumentsOf(node, name));
  return { className, name, config, calls };
}

/** Keras 3 writes a call as its arguments, Keras 2 and tfjs-layers as a list of `[layer, call, result, settings]`. */
function argumentsOf(node: Json, layer: string): readonly Argument[] {
  if (isObject(node)) return tensorsIn(node['args'] ?? [], 0);
  const list = listAt(node, `a call of "${layer}"`);
  const references = typeof list[0] === 'string' ? [list] : list;
  return references.flatMap((reference): Argument[] => {
    const settings = isList(reference) ? reference[3] : undefined;
    if (isList(reference) && reference[0] === '_CONSTANT_VALUE' && typeof reference[2] === 'number') return [reference[2], ...(isObject(settings) ? otherOperand(settings) : [])];
    return [referenceAt(reference, `a call of "${layer}"`), ...(isObject(settings) ? otherOperand(settings) : [])];
  });
}

/** A lambda's second operand is among its settings. */
function otherOperand({ y }: JsonObject): Argument[] {
  if (typeof y === 'number') return [y];
  return isList(y) && typeof y[0] === 'string' ? [referenceAt(y, 'an operand')] : [];
}

/** Tensors and numbers among the arguments of a call, in their order. */
function tensorsIn(value: Json, depth: number): Argument[] {
  if (depth > 8) throw malformed('a call', 'has arguments within arguments within arguments');
  if (typeof value === 'number') return [value];
  if (isList(value)) return value.flatMap((item) => tensorsIn(item, depth + 1));
  if (isObject(value) && value['class_name'] === '__keras_tensor__' && isObject(value['config'])) return [referenceAt(value['config']['keras_history'], 'keras_history')];
  return [];
}

/** One reference, a list of them, or named ones. */
function referencesIn(value: Json | undefined, what: string): readonly TensorReference[] {
  if (isList(value) && typeof value[0] === 'string') return [referenceAt(value, what)];
  const list = isObject(value) ? Object.values(value) : listAt(value, what);
  return list.map((item) => referenceAt(item, what));
}

function referenceAt(value: Json | undefined, what: string): TensorReference {
  const [layer, call, result] = listAt(value, what);
  if (typeof layer !== 'string' || !Number.isSafeInteger(call) || !Number.isSafeInteger(result)) throw malformed(what, 'must name a layer, its call and its result');
  return { layer, call: call as number, result: result as number };
}
