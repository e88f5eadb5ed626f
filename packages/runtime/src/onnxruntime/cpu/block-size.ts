import { writeOnnx } from '@lookalike/graph';
import type { OrtGraph } from '../ort-graph.ts';
import { cpuSessionOptions } from '../cpu-session-options.ts';
import { loadOnnxRuntime } from '../library.ts';
import { openSession } from '../session.ts';

/** More channels than a block has on any processor. */
const channels = 64;

let measuring: Promise<number> | undefined;

/**
 * How many channels ONNX Runtime's blocked layout has in a block: 16 on processors with AVX-512, 8 on others with AVX. It does not say; it
 * is seen from where a value goes. 1 where it has no such layout, which it says by failing.
 */
export function blockSize(): Promise<number> {
  measuring ??= measure();
  return measuring;
}

async function measure(): Promise<number> {
  const { ort } = await loadOnnxRuntime();
  const graph: OrtGraph = {
    name: 'block size', opset: 21, inputs: [{ name: 'x', type: 'float32', shape: [1, channels, 1, 2] }], outputs: [{ name: 'y', type: 'float32', shape: [1, channels, 1, 2] }], constants: new Map(),
    nodes: [{ name: 'y', operator: 'com.microsoft.nchwc.ReorderInput', inputs: ['x'], outputs: ['y'], attributes: {} }],
  };
  try {
    const session = await openSession(ort, writeOnnx(graph), cpuSessionOptions(1));
    const { y } = await session.run({ x: { type: 'float32', shape: [1, channels, 1, 2], data: Float32Array.from({ length: 2 * channels }, (_, i) => i) } });
    await session.close();
    // The second column of the first channel comes behind the first column of all channels of its block.
    return Array.from(y!.data as Float32Array).indexOf(1);
  } catch {
    return 1;
  }
}
