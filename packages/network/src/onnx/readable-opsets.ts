import { GraphError } from '@lookalike/graph';

/** The versions of ONNX's default operator set that files may be written in. */
export const oldestReadableOpset = 9;
export const newestReadableOpset = 25;

/** @throws graph.unsupported_opset */
export function checkOpset(opset: number): number {
  if (opset >= oldestReadableOpset && opset <= newestReadableOpset) return opset;
  throw new GraphError('graph.unsupported_opset', `The network uses ONNX opset ${opset}; ${oldestReadableOpset} to ${newestReadableOpset} are supported. Export it again, for example with opset_version=17.`, { opset });
}
