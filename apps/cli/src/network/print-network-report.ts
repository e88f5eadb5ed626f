import { describePreprocessing, type Preprocessing } from '@lookalike/preprocessing';
import { type BlockedLayer, type InspectedNetwork, type Layer, type NetworkReport, type PreprocessingGuess, type ProofVerdict } from '@lookalike/network';
import { shorten, wrap } from '../terminal/wrap.ts';
import { layerDigest } from './layer-digest.ts';
import { withOption } from './option-for-problem.ts';

export interface PrintOptions {
  readonly columns: number;
  /** Every layer, not the digest. */
  readonly allLayers: boolean;
  /** SHA-256 of the network's file. */
  readonly fileHash: string;
  /** What is done to images; taken instead of the guess. */
  readonly given: Preprocessing | undefined;
  /** Of the proof that the file brings. */
  readonly verdict: ProofVerdict | undefined;
}

/** With the indent it leaves 64 of 80 columns, which a SHA-256 fills. */
const labelWidth = 14;
const mostColumns = 100;

/** Says in lines of text what a network is made of. */
export function printNetworkReport(report: NetworkReport, options: PrintOptions): string[] {
  const columns = Math.min(mostColumns, Math.max(40, options.columns));
  const fact = (label: string, text: string): string[] => wrap(text, columns - labelWidth - 2).map((line, i) => `  ${(i === 0 ? label : '').padEnd(labelWidth)}${line}`);
  const { network, problems, onnx } = report;
  const counts = network?.counts.operators ?? onnx?.operatorCounts;
  const parameters = network?.counts.parameters ?? onnx?.parameters;
  return [
    report.mainFile,
    ...fact('Format', onnx === undefined ? { onnx: 'ONNX', tensorflowjs: 'TensorFlow.js' }[report.format] : `ONNX, opset ${onnx.opset}${onnx.producer === '' ? '' : `, written by ${onnx.producer}`}`),
    ...fact('SHA-256', options.fileHash),
    ...inputsOf(report).flatMap((input) => fact('Input', input)),
    ...(parameters === undefined ? [] : fact('Parameters', formatCount(parameters))),
    ...(network === undefined ? [] : fact('Multiply-adds', `${formatCount(Math.round(network.counts.multiplyAdds))} per image`)),
    ...(network === undefined ? [] : representation(network, fact)),
    ...(network === undefined ? [] : fact('Last ReLU', network.straightThroughNode === undefined ? 'none before that layer' : `${network.straightThroughNode}; its gradient can be passed straight through`)),
    ...(network === undefined ? [] : preprocessing(network.preprocessing, options.given, fact)),
    ...(options.verdict === undefined ? [] : fact('Proof', `${options.verdict.isEqual ? '✓' : '✗'} ${options.verdict.message}`)),
    ...(network === undefined ? [] : makersNotes(network, fact)),
    ...(network?.notes ?? []).flatMap((note) => fact('Note', note)),
    ...(counts === undefined ? [] : fact('Operators', Object.entries(counts).sort(([, a], [, b]) => b - a).map(([operator, count]) => `${operator} ${count}`).join(', '))),
    ...(network === undefined ? [] : ['', ...layerTable(network.layers, { columns, all: options.allLayers }), ...blockedLayers(network.blockedLayers, { columns, all: options.allLayers })]),
    '',
    ...(problems.length === 0 ? [options.verdict?.isEqual === false ? '✗ It is not the network that was exported; see "Proof".' : network?.blockedLayers.length === 0 ? 'Everything in it is supported.' : 'It can be used at the layers above.'] : problems.flatMap((problem) => [
      `✗ ${problem.code}`,
      ...wrap(withOption(problem), columns - 2).map((line) => `  ${line}`),
      ...problem.nodes.map(({ operator, node }) => shorten(`    ${operator}  ${node}`, columns)),
    ])),
  ];
}

/** As the file has them. */
function inputsOf({ onnx, network }: NetworkReport): string[] {
  const inputs = onnx?.inputs ?? network?.graph.inputs.map(({ name, shape }) => ({ name, dims: shape })) ?? [];
  return inputs.map(({ name, dims }) => `${name} [${dims.map((size) => size ?? '?').join(', ')}]`);
}

type Fact = (label: string, text: string) => string[];

function representation({ layers, defaultLayer: { name, rule }, warnings }: InspectedNetwork, fact: Fact): string[] {
  const layer = layers.find((each) => each.name === name);
  const parts = layer?.parts.slice(1) ?? [];
  return [
    ...fact('Layer', `${name} [${layer?.shape.slice(1).join(', ') ?? ''}]`),
    ...fact('', `The representation unless told otherwise: ${rule}.`),
    ...(parts.length === 0 ? [] : fact('', `--part takes a part of it: ${parts.join(', ')}.`)),
    ...warnings.flatMap(({ message, fix }) => fact('', `⚠ ${message} ${fix}`)),
  ];
}

function preprocessing(guess: PreprocessingGuess, given: Preprocessing | undefined, fact: Fact): string[] {
  if (given !== undefined) return fact('Preprocessing', describePreprocessing(given));
  if (guess.certainty === 'unknown') return [...fact('Preprocessing', 'not known'), ...fact('', `${guess.because} Say it with --preset, or --range, --mean, --std, --channel-order and --resize.`)];
  return [...fact('Preprocessing', describePreprocessing(guess.preprocessing)), ...fact('', `${guess.certainty === 'stated' ? 'Stated' : 'Likely'}. ${guess.because}`)];
}

const mostClasses = 5;

/** What the network's makers say of it. */
function makersNotes({ tags, classes }: InspectedNetwork, fact: Fact): string[] {
  const named = Object.entries(tags).map(([key, value]) => `${key}: ${value}`);
  return [
    ...(named.length === 0 ? [] : fact('Tags', named.join('; '))),
    ...(classes.length === 0 ? [] : fact('Classes', `${formatCount(classes.length)}: ${classes.slice(0, mostClasses).join(', ')}${classes.length > mostClasses ? ' …' : ''}`)),
  ];
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

/** Each operator that is in the way, with what lies behind it. */
function blockedLayers(layers: readonly BlockedLayer[], { columns, all }: { columns: number; all: boolean }): string[] {
  if (layers.length === 0) return [];
  const obstacles = [...new Set(layers.map(({ by }) => by))];
  return [
    '',
    `Layers that cannot, by the operator in the way: ${layers.length}${all ? '' : ' (--layers lists all)'}`,
    ...obstacles.flatMap((obstacle) => {
      const behind = layers.filter(({ by }) => by === obstacle);
      return [
        ...wrap(`✗ ${obstacle.operator} "${obstacle.node}" ${obstacle.because}${behind.length === 1 ? '' : `, and ${behind.length - 1} behind it`}`, columns),
        ...(all ? behind.map(({ operator, name }) => shorten(`    ${operator}  ${name}`, columns)) : []),
      ];
    }),
  ];
}

/** As in 1,228,970. */
function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}
