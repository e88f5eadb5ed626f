import { describeOnnx } from './onnx/describe-onnx.ts';
import type { NetworkFiles } from './open-network.ts';
import { networkFormatOf, type NetworkFormat } from './read-network-files.ts';

/** The files that make up a network, and nothing else. */
export interface NetworkParts extends NetworkFormat {
  /** The main file first, then its weights in the order of their names. */
  readonly files: NetworkFiles;
  /** Weights that the main file names and that are not there. */
  readonly missing: readonly string[];
}

/**
 * Tells a network's files from what lies beside them, such as a README or notes on preprocessing.
 * @throws graph.no_network, graph.several_networks; graph.not_onnx, graph.truncated_onnx, graph.malformed_onnx
 */
export function partsOfNetwork(files: NetworkFiles): NetworkParts {
  const { format, main } = networkFormatOf(files);
  const bytes = files.get(main)!;
  const named = format === 'onnx' ? describeOnnx(bytes).externalFiles : weightPathsOf(bytes);
  const wanted = new Set(named.map(baseName));
  const weights = [...files].filter(([name]) => name !== main && wanted.has(baseName(name))).sort(([a], [b]) => (a < b ? -1 : 1));
  const present = new Set(weights.map(([name]) => baseName(name)));
  return { format, main, files: new Map([[main, bytes], ...weights]), missing: named.filter((name) => !present.has(baseName(name))) };
}

/** Of a model.json; whoever reads the model says what is wrong with one that is not well formed. */
function weightPathsOf(bytes: Uint8Array): readonly string[] {
  try {
    const { weightsManifest } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly weightsManifest?: unknown };
    const groups = Array.isArray(weightsManifest) ? (weightsManifest as { readonly paths?: unknown }[]) : [];
    return groups.flatMap(({ paths }) => (Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : []));
  } catch {
    return [];
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
