import { GraphError } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';
import { BlockedValues } from '../../blocked-values.ts';
import type { ReadNetwork } from '../../read-network.ts';
import { fileBatchOf, inputShape, isChannelsLast } from '../input-shape.ts';
import { isObject } from '../json-reader.ts';
import type { Json, JsonObject } from '../json-reader.ts';
import { nameAfterLayers } from '../name-after-layers.ts';
import { TensorFlowBuilder } from '../tensorflow-builder.ts';
import type { TfValue } from '../value.ts';
import { neededNodes, nodesOf, outputsOf, portOf } from './graph-def.ts';
import type { NodeDef, Port } from './graph-def.ts';
import { NodeAttributes, shapeOf } from './node-attributes.ts';
import { controlFlow, operations } from './operations/index.ts';

interface GraphModelOptions {
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly inputSizes: Readonly<Record<string, readonly number[]>>;
}

/** Reads a GraphModel: a GraphDef as protobuf's JSON has it, weights apart. */
export function readGraphModel(json: JsonObject, topology: JsonObject, { weights, inputSizes }: GraphModelOptions): ReadNetwork {
  const nodes = nodesOf(topology);
  const outputs = outputsOf(nodes, json['signature']);
  if (outputs.length === 0) throw new GraphError('graph.no_output', 'The network has no output. Convert it with at least one.', {});
  const needed = neededNodes(nodes, outputs);

  const t = new TensorFlowBuilder('network');
  t.b.keepNames({ values: needed.filter(({ operation }) => operation === 'Placeholder').map(({ name }) => name), nodes: [] });
  const results = new Map<string, readonly TfValue[]>();
  const names = new Map<string, string>();
  const blocked = new BlockedValues();
  const valueOf = ({ node, result }: Port): TfValue => {
    const value = results.get(node)?.[result];
    if (value === undefined) throw new GraphError('graph.unknown_value', `Node "${node}" has no result ${result}. Convert the network again.`, { node });
    return value;
  };
  const isFileChannelsLast = !needed.some(({ name, operation, attributes }) => /Conv2[dD]|Pool$/.test(operation) && isObject(attributes['data_format']) && new NodeAttributes(name, attributes).text('data_format', '') === 'NCHW');
  for (const node of needed) {
    if (node.operation === 'Placeholder') {
      results.set(node.name, [placeholder(t, node, { signature: json['signature'], inputSizes, isFileChannelsLast })]);
    } else if (node.operation === 'Const') {
      results.set(node.name, [t.constant(weightOf(weights, node.name), node.name)]);
    } else {
      readNode(node);
    }
  }
  t.b.setOutputs(readableOutputs());
  return { graph: nameAfterLayers(t.b.build(), names), blocked: blocked.layers, outputs: outputs.map(({ node }) => node) };

  function readNode(node: NodeDef): void {
    const ofFile = { operator: node.operation, name: node.name, inputs: node.inputs.map((input) => input.node), outputs: [node.name] };
    if (blocked.passOn(ofFile)) return;
    const inputs = node.inputs.map(valueOf);
    try {
      checkOperationsAreKnown([node]);
      const values = apply(t, node, inputs);
      results.set(node.name, values);
      values.forEach((value, i) => {
        if (!names.has(value.name) && !inputs.some(({ name }) => name === value.name)) names.set(value.name, i === 0 ? node.name : `${node.name}:${i}`);
      });
    } catch (error) {
      blocked.block(ofFile, error);
    }
  }

  function readableOutputs(): readonly string[] {
    const ports = new Map(outputs.map((port) => [blocked.obstacleOf(port.node) === undefined ? `${port.node}:${port.result}` : port.node, port]));
    /** An output may be any result of a node; of what stands before an obstacle it is the first. */
    const resolve = (key: string): string | undefined => {
      const port = ports.get(key) ?? { node: key, result: 0 };
      const value = results.get(port.node)?.[port.result];
      // What is half of a dilated convolution is no value by itself; inputs and weights are no layers.
      if (!ports.has(key) && (value === undefined || value.pending?.kind === 'space-to-batch' || ['Placeholder', 'Const'].includes(nodes.get(port.node)!.operation))) return undefined;
      const output = t.output(valueOf(port));
      // What is put in order only for the output has no node of its own.
      if (!names.has(output)) names.set(output, port.node);
      return output;
    };
    try {
      return blocked.readableOutputs([...ports.keys()], resolve, () => t.b.build());
    } catch (error) {
      // Where nothing is left, all operators in the way are named.
      checkOperationsAreKnown(needed);
      throw error;
    }
  }
}

function apply(t: TensorFlowBuilder, { name, operation, attributes }: NodeDef, inputs: readonly TfValue[]): readonly TfValue[] {
  const values = operations[operation]!({
    t, name, inputs,
    attributes: new NodeAttributes(name, attributes),
    input: (index) => {
      const value = inputs[index];
      if (value === undefined) throw new GraphError('graph.bad_arity', `${operation} "${name}" lacks its input ${index}; it has ${inputs.length}. Convert the network again.`, { node: name, operator: operation });
      return value;
    },
  });
  return 'name' in values ? [values] : values;
}

function weightOf(weights: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = weights.get(name);
  if (tensor === undefined) throw new GraphError('graph.weights_missing', `"${name}" is not among the weights of the file. Convert the network again, with its weights.`, { node: name });
  return tensor;
}

interface PlaceholderOptions {
  readonly signature: Json | undefined;
  readonly inputSizes: Readonly<Record<string, readonly number[]>>;
  readonly isFileChannelsLast: boolean;
}

/** Images are taken as float32 whatever the file says: the Cast behind a uint8 input then does nothing. */
function placeholder(t: TensorFlowBuilder, { name, attributes }: NodeDef, { signature, inputSizes, isFileChannelsLast }: PlaceholderOptions): TfValue {
  const described = isObject(signature) && isObject(signature['inputs']) ? Object.values(signature['inputs']).find((input) => isObject(input) && typeof input['name'] === 'string' && portOf(input['name']).node === name) : undefined;
  const sizes = new NodeAttributes(name, attributes).shape('shape') ?? (isObject(described) ? shapeOf(described['tensorShape']) : undefined);
  const channelsLast = isChannelsLast(sizes, isFileChannelsLast);
  return t.input(name, inputShape(name, sizes, { inputSizes, isChannelsLast: channelsLast }), { isChannelsLast: channelsLast, fileBatch: fileBatchOf(sizes) });
}

function checkOperationsAreKnown(nodes: readonly NodeDef[]): void {
  for (const { name, operation } of nodes) {
    if (controlFlow.has(operation)) {
      throw new GraphError('graph.control_flow', `${operation} "${name}" runs a part of the graph depending on the data. Networks whose course depends on the data are not supported; convert a frozen network without control flow.`, { node: name, operator: operation });
    }
  }
  const unknown = nodes.filter(({ operation }) => operation !== 'Placeholder' && operation !== 'Const' && !Object.hasOwn(operations, operation)).map(({ name, operation }) => ({ operator: operation, node: name }));
  if (unknown.length === 0) return;
  const supported = [...Object.keys(operations), 'Const', 'Placeholder'].sort();
  const list = unknown.slice(0, 10).map(({ operator, node }) => `${operator} (node "${node}")`).join(', ');
  throw new GraphError('graph.unknown_operator', `The network uses operations that are not supported: ${list}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''}. Supported are: ${supported.join(', ')}.`,
    { operator: unknown[0]!.operator, node: unknown[0]!.node, unknown, supported });
}
