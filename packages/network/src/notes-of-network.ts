import { describeOnnx } from './onnx/describe-onnx.ts';
import type { NetworkFiles } from './open-network.ts';
import { readNetworkNotes, type NetworkNotes } from './proof/network-notes.ts';
import { networkFormatOf } from './read-network-files.ts';

/**
 * What the makers of a network note in its file, without reading the network itself.
 * @throws graph.no_network, graph.several_networks; graph.not_onnx, graph.truncated_onnx, graph.malformed_onnx; graph.bad_notes
 */
export function notesOfNetwork(files: NetworkFiles): NetworkNotes {
  const { format, main } = networkFormatOf(files);
  return readNetworkNotes(format === 'onnx' ? describeOnnx(files.get(main)!).metadata : new Map());
}
