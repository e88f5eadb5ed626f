import { GraphError } from '@lookalike/graph';
import type { Graph, Tensor } from '@lookalike/graph';
import { fileBatchOf, inputShape, isChannelsLast } from '../input-shape.ts';
import { malformed, objectAt } from '../json-reader.ts';
import type { Json, JsonObject } from '../json-reader.ts';
import { nameAfterLayers } from '../name-after-layers.ts';
import { TensorFlowBuilder } from '../tensorflow-builder.ts';
import type { TfValue } from '../value.ts';
import { activate } from './activations.ts';
import type { Dialect } from './activations.ts';
import { inOrderOfCalls } from './call-order.ts';
import { LayerConfig } from './layer-config.ts';
import { LayerWeights } from './layer-weights.ts';
import { layers } from './layers/index.ts';
import { describeModel, isModel } from './model-config.ts';
import type { LayerDescription, ModelDescription } from './model-config.ts';

interface LayersModelOptions {
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly inputSizes: Readonly<Record<string, readonly number[]>>;
}

/** Models within models, and calls of layers in all; a file that has more is damaged. */
const deepest = 32;
const mostCalls = 100_000;

/** Reads the topology of a LayersModel: Sequential or functional, models within it too, as Keras 2, Keras 3 and tfjs-layers write them. */
export function readLayersModel(topology: JsonObject, { weights, inputSizes }: LayersModelOptions): Graph {
  // Keras nests the model; tfjs-layers does not.
  const root = topology['model_config'] === undefined ? topology : objectAt(topology['model_config'], 'model_config');
  const className = root['class_name'];
  if (typeof className !== 'string' || !isModel(className)) {
    throw new GraphError('graph.unknown_operator', `The model is a ${JSON.stringify(className)}; Sequential and functional models are supported. Convert it to a graph model instead (tensorflowjs_converter --output_format=tfjs_graph_model).`, { operator: String(className), unknown: [{ operator: String(className), node: '' }] });
  }
  const description = describeModel(className, root['config']);
  checkLayersAreKnown(description);
  return new LayersModelReader({ weights: new LayerWeights(weights), inputSizes, dialect: dialectOf(topology['keras_version']), isFileChannelsLast: !usesChannelsFirst(description), name: description.name }).read(description);
}

interface ReaderOptions {
  readonly weights: LayerWeights;
  readonly inputSizes: Readonly<Record<string, readonly number[]>>;
  readonly dialect: Dialect;
  readonly isFileChannelsLast: boolean;
  readonly name: string;
}

class LayersModelReader {
  readonly #t: TensorFlowBuilder;
  readonly #options: ReaderOptions;
  readonly #names = new Map<string, string>();
  #calls = 0;

  constructor(options: ReaderOptions) {
    this.#t = new TensorFlowBuilder(options.name);
    this.#options = options;
  }

  read(model: ModelDescription): Graph {
    const outputs = this.#apply(model, undefined, 0).map((value, i) => {
      const output = this.#t.output(value);
      // What is put in order only for the output has no layer of its own.
      const layer = model.outputs[i]?.layer ?? model.layers.at(-1)?.name;
      if (!this.#names.has(output) && layer !== undefined) this.#names.set(output, layer);
      return output;
    });
    if (outputs.length === 0) throw new GraphError('graph.no_output', 'The network has no output. Convert it with at least one.', {});
    this.#t.b.setOutputs(outputs);
    return nameAfterLayers(this.#t.b.build(), this.#names);
  }

  /** Appends a model. @param given what it is called with; the outermost declares inputs instead. */
  #apply(model: ModelDescription, given: readonly TfValue[] | undefined, depth: number): readonly TfValue[] {
    if (depth > deepest) throw malformed(`model "${model.name}"`, `is more than ${deepest} models deep`);
    this.#count(model.layers.length);
    return model.kind === 'sequential' ? this.#applySequential(model, given, depth) : this.#applyFunctional(model, given, depth);
  }

  #applySequential({ name, config, layers: list }: ModelDescription, given: readonly TfValue[] | undefined, depth: number): readonly TfValue[] {
    let values = given;
    for (const layer of list) {
      if (layer.className === 'InputLayer') {
        values ??= [this.#input(layer.name, shapeOf(layer.config))];
        continue;
      }
      // Without an InputLayer the first layer, or the model, says the shape.
      values ??= isModel(layer.className) && shapeOf(layer.config) === undefined ? undefined : [this.#input(`${layer.name}_input`, shapeOf(layer.config) ?? config['build_input_shape'])];
      values = this.#call(layer, values, depth);
    }
    if (values === undefined) throw malformed(`model "${name}"`, 'has no layers');
    return values;
  }

  #applyFunctional(model: ModelDescription, given: readonly TfValue[] | undefined, depth: number): readonly TfValue[] {
    const order = inOrderOfCalls(model);
    const results = new Map<string, readonly TfValue[]>();
    model.inputs.forEach(({ layer }, i) => {
      const description = order.layer(layer);
      const value = given === undefined ? this.#input(layer, shapeOf(description.config)) : given[i];
      if (value === undefined) throw malformed(`model "${model.name}"`, `is called with ${given?.length ?? 0} inputs and has ${model.inputs.length}`);
      results.set(order.key({ layer, call: 0 }), [value]);
    });
    const valueOf = (reference: { readonly layer: string; readonly call: number; readonly result: number }): TfValue => {
      const value = results.get(order.key(reference))?.[reference.result];
      if (value === undefined) throw malformed(`"${reference.layer}"`, `has no result ${reference.result} of call ${reference.call}`);
      return value;
    };
    for (const { layer, call } of order.calls) {
      const values = layer.calls[call]!.map((argument) => (typeof argument === 'number' ? this.#t.floats([], [argument]) : valueOf(argument)));
      results.set(order.keyOfCall(layer.name, call), this.#call(layer, values, depth));
    }
    return model.outputs.map(valueOf);
  }

  #call(layer: LayerDescription, inputs: readonly TfValue[] | undefined, depth: number): readonly TfValue[] {
    this.#count(1);
    if (isModel(layer.className)) return this.#apply(describeModel(layer.className, layer.config), inputs, depth + 1);
    const [x] = inputs ?? [];
    if (inputs === undefined || x === undefined) throw malformed(`layer "${layer.name}"`, 'is called without an input');
    const value = this.#append(layer, inputs, x);
    if (!inputs.some(({ name }) => name === value.name) && !this.#names.has(value.name)) this.#names.set(value.name, layer.name);
    return [value];
  }

  #count(calls: number): void {
    this.#calls += calls;
    if (this.#calls > mostCalls) throw malformed('the model', `calls its layers more than ${mostCalls} times`);
  }

  #append({ className, name, config }: LayerDescription, inputs: readonly TfValue[], x: TfValue): TfValue {
    const { weights, dialect } = this.#options;
    const t = this.#t;
    const constants = this.#constants;
    const weight = (...names: readonly string[]): TfValue => {
      const found = weights.find(name, names);
      const known = constants.get(found.tensor) ?? t.constant(found.tensor, found.name);
      constants.set(found.tensor, known);
      return known;
    };
    return layers[className]!({
      t, name, dialect, inputs, x,
      config: new LayerConfig(name, config),
      weight,
      tensor: (weightName) => weights.find(name, [weightName]).tensor,
      optionalWeight: (isThere, weightName) => (isThere ? weight(weightName) : undefined),
      activate: (value) => activate(t, value, config['activation'], { layer: name, dialect }),
    });
  }

  readonly #constants = new Map<Tensor, TfValue>();

  #input(name: string, sizes: Json | undefined): TfValue {
    const { isFileChannelsLast, inputSizes } = this.#options;
    const channelsLast = isChannelsLast(sizes, isFileChannelsLast);
    return this.#t.input(name, inputShape(name, sizes, { inputSizes, isChannelsLast: channelsLast }), { isChannelsLast: channelsLast, fileBatch: fileBatchOf(sizes) });
  }
}

/** Keras 2 writes `batch_input_shape`, Keras 3 `batch_shape`, tfjs-layers either. */
function shapeOf(config: JsonObject): Json | undefined {
  return config['batch_input_shape'] ?? config['batch_shape'] ?? config['batchInputShape'];
}

function dialectOf(version: Json | undefined): Dialect {
  if (typeof version !== 'string') return 'keras 2';
  if (version.startsWith('tfjs-layers')) return 'tfjs-layers';
  return version.startsWith('3.') ? 'keras 3' : 'keras 2';
}

/** Every layer of the model and of those within it, to a depth that no sound file has. */
function* allLayers(model: ModelDescription, depth = 0): Generator<LayerDescription> {
  if (depth > deepest) throw malformed(`model "${model.name}"`, `is more than ${deepest} models deep`);
  for (const layer of model.layers) {
    if (isModel(layer.className)) yield* allLayers(describeModel(layer.className, layer.config), depth + 1);
    else yield layer;
  }
}

function usesChannelsFirst(model: ModelDescription): boolean {
  for (const { config } of allLayers(model)) if (config['data_format'] === 'channels_first' || config['data_format'] === 'channelsFirst') return true;
  return false;
}

function checkLayersAreKnown(model: ModelDescription): void {
  const unknown = [...allLayers(model)].filter(({ className }) => className !== 'InputLayer' && !Object.hasOwn(layers, className)).map(({ className, name }) => ({ operator: className, node: name }));
  if (unknown.length === 0) return;
  const supported = [...Object.keys(layers), 'InputLayer'].sort();
  const list = unknown.slice(0, 10).map(({ operator, node }) => `${operator} (layer "${node}")`).join(', ');
  throw new GraphError('graph.unknown_operator', `The network uses layers that are not supported: ${list}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''}. Supported are: ${supported.join(', ')}. ` +
    'A graph model (tensorflowjs_converter --output_format=tfjs_graph_model) has simpler operations, and may work.', { operator: unknown[0]!.operator, node: unknown[0]!.node, unknown, supported });
}
