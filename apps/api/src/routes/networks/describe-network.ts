import type { Issue } from '@lookalike/errors';
import { inspectNetwork, type InspectedNetwork, type NetworkFiles, type NetworkProblem, type NetworkReport, type OpenNetworkOptions } from '@lookalike/network';
import type { NewNetwork } from '@lookalike/store';
import { ApiError, type PassedOnCode } from '../../http/api-error.ts';

export type NetworkDescription = Omit<NewNetwork, 'name' | 'card' | 'fileHash' | 'files' | 'preprocessing' | 'preprocessingOrigin'>;

/** A report on a network that can be used. */
export type UsableReport = NetworkReport & { readonly network: InspectedNetwork };

/**
 * Reads a network's files and says what is in them, without keeping anything.
 * @throws GraphError graph.* for files in which no network is found; ApiError with the code of the first problem and all of them as issues
 */
export function describeFiles(files: NetworkFiles, said: OpenNetworkOptions): UsableReport {
  const report = inspectNetwork(files, said);
  const { network } = report;
  if (network === undefined) throw unusable(report);
  return { ...report, network };
}

/** What is stored of a network. */
export function descriptionOf({ network, format, onnx }: UsableReport): NetworkDescription {
  const { blockedLayers, counts, defaultLayer, input, layers, notes, straightThroughNode } = network;
  return {
    format,
    producer: onnx?.producer ?? '',
    opset: onnx?.opset ?? null,
    inputHeightPx: input.heightPx,
    inputWidthPx: input.widthPx,
    // Sizes after the batch are numbers wherever listLayers lists a layer.
    layers: layers.map(({ name, operator, shape, size, parts }) => ({ name, operator, shape: shape.slice(1).filter((each) => typeof each === 'number'), valueCount: size, parts })),
    blockedLayers: blockedLayers.map(({ name, operator, by }) => ({ name, operator, by: { operator: by.operator, node: by.node, because: by.because } })),
    defaultLayer: defaultLayer.name,
    defaultLayerRule: defaultLayer.rule,
    straightThroughNode: straightThroughNode ?? null,
    notes,
    tags: network.tags,
    classNames: network.classes,
    proof: network.proof === undefined ? null : { state: 'pending' },
    parameterCount: counts.parameters,
    multiplyAddCount: Math.round(counts.multiplyAdds),
    operatorCounts: counts.operators,
  };
}

const mostNodes = 20;

/** Fields of the form that say what a file leaves open, by the code of the problem. */
const fieldFor: Readonly<Record<string, { readonly path: string; readonly fix: string; readonly issue: string }>> = {
  'graph.dynamic_size': { path: '/widthPx', fix: 'Send "widthPx" and "heightPx" of the images with the file.', issue: 'Say what size the images have.' },
  'graph.image_shape_unknown': { path: '/imageShape', fix: 'Send "imageShape" with the file, as 1x28x28.', issue: 'Say what shape the image has, as 1x28x28 or 32x32x3.' },
  'graph.other_inputs_unknown': { path: '/otherInputs', fix: 'Send "otherInputs" with the file, as {"scale": 1}.', issue: 'Say the value of each further input, as scale = 1.' },
  'graph.bad_constant_input': { path: '/otherInputs', fix: 'Correct "otherInputs".', issue: 'Correct the value.' },
};

function unusable({ mainFile, problems }: NetworkReport): ApiError {
  const issues = problems.flatMap((problem) => issuesOf(mainFile, problem));
  const [first] = problems as readonly [NetworkProblem];
  // Problems are GraphErrors, whose codes begin so.
  return new ApiError(first.code as PassedOnCode, problems.map(({ message }) => message).join(' '), {
    ...(fieldFor[first.code] !== undefined && { fix: fieldFor[first.code]!.fix }),
    issues,
  });
}

/** One for each operator that is concerned, with where it is. */
function issuesOf(mainFile: string, { code, message, nodes }: NetworkProblem): Issue[] {
  const field = fieldFor[code];
  if (nodes.length === 0) return [{ path: field?.path ?? mainFile, code, message, fix: field?.issue ?? 'Correct the file and send it again.' }];
  return [...new Set(nodes.map(({ operator }) => operator))].map((operator) => [operator, nodes.filter((node) => node.operator === operator)] as const).map(([operator, each]) => ({
    path: mainFile,
    code,
    message: `${operator}, ${each.length === 1 ? 'one node' : `${each.length} nodes`}: ${each.slice(0, mostNodes).map(({ node }) => `"${node}"`).join(', ')}${each.length > mostNodes ? ' …' : ''}.`,
    fix: 'Export the network without it.',
  }));
}
