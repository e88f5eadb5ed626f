import { definitionOf, GraphError, swappedLastAxes, without } from '@lookalike/graph';
import type { Attribute, GraphNode, GraphWriter, OperatorName, UpgradeContext } from '@lookalike/graph';

type Contributed = (context: UpgradeContext) => readonly string[];

const activations: Readonly<Record<string, { readonly operator: OperatorName; readonly parameters: readonly string[] }>> = {
  Relu: { operator: 'Relu', parameters: [] },
  Tanh: { operator: 'Tanh', parameters: [] },
  Sigmoid: { operator: 'Sigmoid', parameters: [] },
  LeakyRelu: { operator: 'LeakyRelu', parameters: ['alpha'] },
  HardSigmoid: { operator: 'HardSigmoid', parameters: ['alpha', 'beta'] },
  HardSwish: { operator: 'HardSwish', parameters: [] },
};

/**
 * Operators that ONNX Runtime puts in the place of several others when it saves an optimised network, taken apart again.
 * @see https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 */
export const contributedOperators: Readonly<Record<string, Contributed>> = {
  'com.microsoft.FusedConv': (context) => {
    const { b, node } = context;
    const { inputs: [x, weights, bias = '', sum = ''], attributes } = node as GraphNode & { readonly inputs: readonly [string, string, string?, string?] };
    const conv = appendCanonical(context, { operator: 'Conv', inputs: bias === '' ? [x, weights] : [x, weights, bias], attributes: without(attributes, 'activation', 'activation_params') });
    return activate(b, node, sum === '' ? conv : b.add(conv, sum), attributes['activation_params'] as readonly number[] | undefined);
  },
  'com.microsoft.FusedGemm': (context) => {
    const { b, node } = context;
    const product = appendCanonical(context, { operator: 'Gemm', inputs: node.inputs, attributes: without(node.attributes, 'activation', 'activation_alpha', 'activation_beta', 'activation_gamma') });
    const { activation_alpha: alpha, activation_beta: beta } = node.attributes as { activation_alpha?: number; activation_beta?: number };
    return activate(b, node, product, [alpha, beta].filter((parameter) => parameter !== undefined));
  },
  'com.microsoft.FusedMatMul': ({ b, node }) => {
    const { alpha = 1, transA = 0, transB = 0, transBatchA = 0, transBatchB = 0 } = node.attributes as Readonly<Record<string, number>>;
    if (transBatchA !== 0 || transBatchB !== 0) throw new GraphError('graph.bad_attribute', `FusedMatMul "${node.name}" exchanges its batch axes, which is not supported. Use the network from before ONNX Runtime optimised it.`, { node: node.name, operator: node.operator });
    const [left, right] = node.inputs as [string, string];
    const exchanged = (value: string, isExchanged: number): string => (isExchanged === 0 ? value : b.transpose(value, swappedLastAxes(b.shapeOf(value).length)));
    return last(b, node, 'Mul', [b.matMul(exchanged(left, transA), exchanged(right, transB)), b.scalar(alpha)]);
  },
  'com.microsoft.Gelu': ({ b, node }) => last(b, node, 'Gelu', [node.inputs[0]!]),
  'com.microsoft.BiasGelu': ({ b, node }) => last(b, node, 'Gelu', [b.add(node.inputs[0]!, node.inputs[1]!)]),
  'com.microsoft.FastGelu': ({ b, node }) => last(b, node, 'Gelu', [node.inputs[1] === undefined ? node.inputs[0]! : b.add(node.inputs[0]!, node.inputs[1])], { approximate: 'tanh' }),
  'com.microsoft.QuickGelu': ({ b, node }) => {
    const { alpha = 1.702 } = node.attributes as { alpha?: number };
    return last(b, node, 'Mul', [node.inputs[0]!, b.sigmoid(b.mul(node.inputs[0]!, alpha))]);
  },
  'com.microsoft.SkipLayerNormalization': ({ b, node }) => {
    const [x, skip, scale, shift = '', bias = ''] = node.inputs as [string, string, string, string?, string?];
    const { epsilon = 1e-12 } = node.attributes as { epsilon?: number };
    const sum = bias === '' ? b.add(x, skip) : b.add(b.add(x, skip), bias);
    b.append('LayerNormalization', [sum, scale, ...(shift === '' ? [] : [shift])], { axis: -1, epsilon }, { name: node.name, outputs: [node.outputs[0]!] });
    // What mean and deviation were is told in training only; the sum is for the next layer.
    if (node.outputs[3] !== undefined) b.append('Identity', [sum], {}, { outputs: [node.outputs[3]] });
    return node.outputs;
  },
};

/** Appends a node in the form that it has in the canonical operator set. */
function appendCanonical({ b, node: { name }, opset }: UpgradeContext, { operator, inputs, attributes }: { readonly operator: OperatorName; readonly inputs: readonly string[]; readonly attributes: Readonly<Record<string, Attribute>> }): string {
  const node: GraphNode = { name: `${name} before its activation`, operator, inputs, outputs: [b.fresh(name)], attributes };
  return (definitionOf(node).upgrade?.({ b, node, opset }) ?? b.append(operator, inputs, attributes, { name: node.name, outputs: node.outputs }))[0]!;
}

function activate(b: GraphWriter, node: GraphNode, x: string, parameters: readonly number[] = []): readonly string[] {
  const { activation } = node.attributes;
  if (activation === undefined) return last(b, node, 'Identity', [x]);
  if (activation === 'Clip') return last(b, node, 'Clip', [x, ...parameters.map((bound) => b.scalar(bound))]);
  const known = typeof activation === 'string' && Object.hasOwn(activations, activation) ? activations[activation] : undefined;
  if (known === undefined) throw new GraphError('graph.bad_attribute', `${node.operator} "${node.name}" has the activation ${String(activation)}; supported are Clip, ${Object.keys(activations).join(', ')}. Use the network from before ONNX Runtime optimised it.`, { node: node.name, operator: node.operator });
  return last(b, node, known.operator, [x], Object.fromEntries(known.parameters.flatMap((name, i) => (parameters[i] === undefined ? [] : [[name, parameters[i]]]))));
}

function last(b: GraphWriter, node: GraphNode, operator: OperatorName, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): readonly string[] {
  return b.append(operator, inputs, attributes, { name: node.name, outputs: node.outputs });
}
