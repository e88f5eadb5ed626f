import { readGraph, readModel, type AttributeMessage, type TensorMessage } from './messages.ts';

/** What an ONNX file says of itself, before its network is read. */
export interface OnnxFacts {
  readonly opset: number;
  /** The program that wrote it; `''` where it does not say. */
  readonly producer: string;
  /** What its author noted, by key. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly inputs: readonly { readonly name: string; readonly dims: readonly (number | string | undefined)[] }[];
  /** Nodes of each operator; those of another domain than ONNX's own with their domain. */
  readonly operatorCounts: Readonly<Record<string, number>>;
  /** Numbers in floating weights. */
  readonly parameters: number;
  /** Files beside it that hold weights. */
  readonly externalFiles: readonly string[];
}

const floatTypes: ReadonlySet<number> = new Set([1, 10, 11, 16]);

/** @throws graph.not_onnx, graph.truncated_onnx, graph.malformed_onnx */
export function describeOnnx(bytes: Uint8Array): OnnxFacts {
  const { opsets, producer, metadata, graph } = readModel(bytes);
  const { nodes, inputs, initializers } = readGraph(graph);
  const weights = new Set(initializers.map(({ name }) => name));
  const operatorCounts: Record<string, number> = {};
  for (const { operator, domain } of nodes) {
    const name = domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`;
    operatorCounts[name] = (operatorCounts[name] ?? 0) + 1;
  }
  const tensors = [...initializers, ...nodes.flatMap(({ attributes }) => attributes.flatMap(({ tensor }: AttributeMessage): TensorMessage[] => (tensor === undefined ? [] : [tensor])))];
  return {
    opset: opsets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 1,
    producer,
    metadata,
    inputs: inputs.filter(({ name }) => !weights.has(name)).map(({ name, dims }) => ({ name, dims })),
    operatorCounts,
    parameters: initializers.filter(({ type }) => floatTypes.has(type)).reduce((sum, { dims }) => sum + dims.reduce((product, size) => product * size, 1), 0),
    externalFiles: [...new Set(tensors.flatMap(({ external }) => external?.get('location') ?? []))],
  };
}
