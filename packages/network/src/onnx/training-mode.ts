import { GraphError } from '@lookalike/graph';
import type { GraphWriter, GraphNode, UpgradeContext } from '@lookalike/graph';

/** What is computed from the images in training mode differs from call to call, or from batch to batch. */
function exportedInTraining(node: GraphNode): GraphError {
  return new GraphError('graph.training_mode', `${node.operator} "${node.name}" is in training mode: the network was exported in train(). Call model.eval() before the export.`, { node: node.name, operator: node.operator });
}

/**
 * Writes a BatchNormalization in training mode out, where what it normalises is constant, as in weight standardisation: it takes mean and
 * deviation from there. Constants are computed before the network runs, whatever is written here.
 * @returns `undefined` for one in evaluation mode
 * @throws graph.training_mode where it normalises what depends on the images
 * @see https://onnx.ai/onnx/operators/onnx__BatchNormalization.html
 */
export function lowerTrainedBatchNormalization({ b, node }: UpgradeContext): readonly string[] | undefined {
  const given = node.outputs.filter((name) => name !== '');
  // Before opset 14 the further outputs said that it is in training mode.
  if (node.attributes['training_mode'] !== 1 && given.length <= 1) return undefined;
  const [x, scale, bias, ...running] = node.inputs as [string, string, string, string, string];
  if (b.varies(x)) throw exportedInTraining(node);
  const { epsilon = 1e-5, momentum = 0.9 } = node.attributes as { epsilon?: number; momentum?: number };
  const [y, ...statistics] = node.outputs;
  const batch = statisticsOf(b, x);
  const rest = b.shapeOf(x).slice(2).map(() => 1);
  const perChannel = (value: string): string => b.reshape(value, [-1, ...rest]);
  const normalised = b.div(b.sub(x, perChannel(batch.mean)), perChannel(b.sqrt(b.add(batch.variance, epsilon))));
  b.append('Add', [b.mul(normalised, perChannel(scale)), perChannel(bias)], {}, { name: node.name, outputs: [y!] });
  // Running mean and variance; older versions give those of the batch as well.
  statistics.forEach((output, i) => {
    const ofBatch = i % 2 === 0 ? batch.mean : batch.variance;
    if (output === '') return;
    if (i > 1) b.append('Identity', [ofBatch], {}, { outputs: [output] });
    else b.append('Add', [b.mul(running[i]!, momentum), b.mul(ofBatch, 1 - momentum)], {}, { outputs: [output] });
  });
  return node.outputs;
}

function statisticsOf(b: GraphWriter, x: string): { readonly mean: string; readonly variance: string } {
  const axes = b.shapeOf(x).flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const difference = b.sub(x, b.reduceMean(x, axes, true));
  return { mean: b.reduceMean(x, axes), variance: b.reduceMean(b.mul(difference, difference), axes) };
}

/**
 * Refuses a Dropout that leaves values out; in evaluation mode it does nothing.
 * @throws graph.training_mode
 */
export function checkDropoutIsOff(b: GraphWriter, node: GraphNode): void {
  const [, ratio = '', isTraining = ''] = node.inputs;
  if (isTraining === '' || b.knownOf(isTraining)[0].values?.()[0] === 0) return;
  if (ratio !== '' && b.knownOf(ratio)[0].values?.()[0] === 0) return;
  throw exportedInTraining(node);
}
