import { sha256Hex } from '@lookalike/content-address';
import { inspectNetwork, type NetworkReport, type ProofVerdict } from '@lookalike/network';
import { plainPreprocessing, type Preprocessing } from '@lookalike/preprocessing';
import type { Terminal } from '../terminal/progress-bar.ts';
import { openChosenDevice } from '../devices/open-chosen-device.ts';
import { proveOnDevice } from '../network/prove-on-device.ts';
import { preprocessingFrom, type PreprocessingOptions } from '../network/preprocessing-options.ts';
import { printNetworkReport } from '../network/print-network-report.ts';
import { readNetworkFolder } from '../network/read-network-folder.ts';

export interface InspectOptions extends PreprocessingOptions {
  readonly json?: true;
  readonly layers?: true;
}

/**
 * Prints what a network is made of, what it takes, which layers can serve as representation, and what speaks against using it. Where the file
 * brings a proof, it is computed again.
 * @returns whether it can be used.
 */
export async function runInspectNetwork(path: string, options: InspectOptions, terminal: Pick<Terminal, 'columns' | 'write'>): Promise<boolean> {
  const files = await readNetworkFolder(path);
  const report = inspectNetwork(files, { sizePx: options.size, imageShape: options.imageShape, otherInputs: options.input });
  const start = report.network?.preprocessing.preprocessing;
  // Options are checked even where the network itself cannot be used.
  const given = preprocessingFrom(options, start ?? plainPreprocessing(options.imageShape ?? options.size ?? { heightPx: 224, widthPx: 224 }));
  const fileHash = sha256Hex(files.get(report.mainFile)!);
  const preprocessing = given ?? (start !== undefined && report.network?.preprocessing.certainty !== 'unknown' ? start : undefined);
  const verdict = report.network?.proof === undefined || preprocessing === undefined ? undefined : await proveOnDevice(report.network, preprocessing, await openChosenDevice({ id: 'auto' }));
  const lines = options.json === true ? [JSON.stringify(toJson(report, { fileHash, given, verdict }), null, 2)] : printNetworkReport(report, { columns: terminal.columns, allLayers: options.layers === true, fileHash, given, verdict });
  for (const line of lines) terminal.write(`${line}\n`);
  return report.problems.length === 0 && verdict?.isEqual !== false;
}

/** For programs: everything but the graph itself. */
function toJson({ network, onnx, ...report }: NetworkReport, { fileHash, given, verdict }: { fileHash: string; given: Preprocessing | undefined; verdict: ProofVerdict | undefined }): unknown {
  return {
    ...report,
    fileHash,
    ...(onnx !== undefined && { opset: onnx.opset, producer: onnx.producer, inputs: onnx.inputs, parameters: onnx.parameters, operatorCounts: onnx.operatorCounts }),
    ...(network !== undefined && {
      input: network.input,
      parameters: network.counts.parameters,
      multiplyAdds: Math.round(network.counts.multiplyAdds),
      operatorCounts: network.counts.operators,
      defaultLayer: network.defaultLayer,
      straightThroughNode: network.straightThroughNode ?? null,
      notes: network.notes,
      preprocessing: given === undefined ? network.preprocessing : { preprocessing: given, certainty: 'given', because: 'The command line says it.' },
      tags: network.tags,
      classes: network.classes,
      proof: verdict ?? null,
      layers: network.layers.map(({ name, operator, shape, size, isDefault }) => ({ name, operator, shape: shape.slice(1), size, isDefault })),
      blockedLayers: network.blockedLayers,
    }),
  };
}
