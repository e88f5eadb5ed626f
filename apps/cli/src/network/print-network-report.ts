import type { Layer, NetworkReport, Preprocessing, PreprocessingGuess } from '@lookalike/graph';
import { shorten, wrap } from '../terminal/wrap.ts';
import { layerDigest } from './layer-digest.ts';

export interface PrintOptions {
  readonly columns: number;
  /** Every layer, not the digest. */
  readonly allLayers: boolean;
  /** SHA-256 of the network's file. */
  readonly fileHash: string;
  /** What is done to images; taken instead of the guess. */
  readonly given: Preprocessing | undefined;
}

/** With the indent it leaves 64 of 80 columns, which a SHA-256 fills. */
const labelWidth = 14;
const mostColumns = 100;

/** Says in lines of text what a network is made of. */
export function printNetworkReport(report: NetworkReport, options: PrintOptions): string[] {
  const columns = Math.min(mostColumns, Math.max(40, options.columns));
  const fact = (label: string, text: string): string[] => wrap(text, columns - labelWidth - 2).map((line, i) => `  ${(i === 0 ? label : '').padEnd(labelWidth)}${line}`);
  const { network, problems, inputs, operatorCounts } = report;
  const counts = network?.counts.operators ?? operatorCounts;
  return [
    report.mainFile,
    ...fact('Format', `ONNX, opset ${report.opset}${report.producer === '' ? '' : `, written by ${report.producer}`}`),
    ...fact('SHA-256', options.fileHash),
    ...inputs.flatMap(({ name, dims }) => fact('Input', `${name} [${dims.map((size) => size ?? '?').join(', ')}]`)),
    ...fact('Parameters', formatCount(network?.counts.parameters ?? report.parameters)),
    ...(network === undefined ? [] : fact('Multiply-adds', `${formatCount(Math.round(network.counts.multiplyAdds))} per image`)),
    ...(network === undefined ? [] : representation(network.layers, network.defaultLayer, fact)),
    ...(network === undefined ? [] : fact('Last ReLU', network.straightThroughNode === undefined ? 'none before that layer' : `${network.straightThroughNode}; its gradient can be passed straight through`)),
    ...(network === undefined ? [] : preprocessing(network.preprocessing, options.given, fact)),
    ...fact('Operators', Object.entries(counts).sort(([, a], [, b]) => b - a).map(([operator, count]) => `${operator} ${count}`).join(', ')),
    ...(network === undefined ? [] : ['', ...layerTable(network.layers, { columns, all: options.allLayers })]),
    '',
    ...(problems.length === 0 ? ['Everything in it is supported.'] : problems.flatMap((problem) => [
      `✗ ${problem.code}`,
      ...wrap(problem.message, columns - 2).map((line) => `  ${line}`),
      ...problem.nodes.map(({ operator, node }) => shorten(`    ${operator}  ${node}`, columns)),
    ])),
  ];
}

type Fact = (label: string, text: string) => string[];

function representation(layers: readonly Layer[], { name, rule }: { readonly name: string; readonly rule: string }, fact: Fact): string[] {
  const layer = layers.find((each) => each.name === name);
  return [...fact('Layer', `${name} [${layer?.shape.slice(1).join(', ') ?? ''}]`), ...fact('', `The representation unless told otherwise: ${rule}.`)];
}

function preprocessing(guess: PreprocessingGuess, given: Preprocessing | undefined, fact: Fact): string[] {
  if (given !== undefined) return fact('Preprocessing', describePreprocessing(given));
  if (guess.certainty === 'unknown') return [...fact('Preprocessing', 'not known'), ...fact('', `${guess.because} Say it with --preset, or --range, --mean, --std, --channel-order and --resize.`)];
  return [...fact('Preprocessing', describePreprocessing(guess.preprocessing)), ...fact('', `${guess.certainty === 'stated' ? 'Stated' : 'Likely'}. ${guess.because}`)];
}

/** One line that says what is done to an image. */
export function describePreprocessing({ heightPx, widthPx, channelOrder, range, mean, standardDeviation, resize }: Preprocessing): string {
  const isPlain = mean.every((each) => each === 0) && standardDeviation.every((each) => each === 1);
  const size = `${widthPx}×${heightPx} px`;
  const fitted = resize.kind === 'shorter-side' ? `shorter side to ${resize.shorterSidePx}, centre ${size}` : resize.kind === 'stretch' ? `stretched to ${size}` : `cut to the aspect of ${size}, then scaled`;
  return `${fitted} (${resize.interpolation}); ${channelOrder} in ${range}${isPlain ? '' : `, less ${mean.join(' ')}, by ${standardDeviation.join(' ')}`}`;
}

function layerTable(layers: readonly Layer[], { columns, all }: { columns: number; all: boolean }): string[] {
  const shown = all ? layers : layerDigest(layers);
  const shapes = shown.map(({ shape }) => shape.slice(1).join('×'));
  const widths = { operator: Math.max(8, ...shown.map(({ operator }) => operator.length)), shape: Math.max(5, ...shapes.map((shape) => shape.length)), size: Math.max(6, ...shown.map(({ size }) => formatCount(size).length)) };
  const nameWidth = Math.min(columns - widths.operator - widths.shape - widths.size - 8, Math.max(5, ...shown.map(({ name }) => name.length)));
  const line = (mark: string, name: string, operator: string, shape: string, size: string): string =>
    `${mark} ${shorten(name, nameWidth).padEnd(nameWidth)}  ${operator.padEnd(widths.operator)}  ${shape.padEnd(widths.shape)}  ${size.padStart(widths.size)}`;
  return [
    shown.length === layers.length ? `Layers that can serve as representation: all ${layers.length}` : `Layers that can serve as representation: ${shown.length} of ${layers.length} (--layers lists all)`,
    line(' ', 'layer', 'operator', 'shape', 'values'),
    ...shown.map((layer, i) => line(layer.isDefault ? '→' : ' ', layer.name, layer.operator, shapes[i]!, formatCount(layer.size))),
  ];
}

/** As in 1,228,970. */
function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}
