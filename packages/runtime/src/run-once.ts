import type { Graph, Tensor } from '@lookalike/graph';
import type { Device, Tensors } from './device.ts';

/** Opens a graph, runs it once and gives the memory back. @throws what `Device.open` and `Executable.run` throw */
export async function runOnce(device: Pick<Device, 'open'>, graph: Graph, feeds: Tensors): Promise<Record<string, Tensor>> {
  const executable = await device.open(graph);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.close();
  }
}
