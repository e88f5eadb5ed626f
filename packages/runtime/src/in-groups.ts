import { batchSizeOf } from '@lookalike/graph';
import type { Graph, Tensor, TensorData } from '@lookalike/graph';
import { joinResults } from './batch-parts.ts';
import type { Device, Executable, Tensors } from './device.ts';

/**
 * Opens a graph for any number of images. Where its inputs fix how many it takes at once, images go through it in groups of so many; the last
 * group is filled up with repeats of its last image, whose results are thrown away. Every input and output has the images first.
 * @throws what `Device.open` throws
 */
export async function openForAnyBatch(device: Pick<Device, 'open'>, graph: Graph): Promise<Executable> {
  const executable = await device.open(graph);
  const size = batchSizeOf(graph);
  return size === 'N' ? executable : inGroups(executable, size);
}

function inGroups(executable: Executable, size: number): Executable {
  return {
    async run(feeds) {
      const [first] = Object.values(feeds);
      const count = first?.shape[0] ?? 0;
      const results: Tensors[] = [];
      for (let start = 0; start < count; start += size) {
        const images = Array.from({ length: size }, (_, i) => Math.min(start + i, count - 1));
        results.push(await executable.run(Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, taken(tensor, images)]))));
      }
      // No image at all is for the device to refuse, as ever.
      if (results.length === 0) return executable.run(feeds);
      const joined = joinResults(results, new Set(Object.keys(results[0]!)));
      return Object.fromEntries(Object.entries(joined).map(([name, tensor]) => [name, taken(tensor, Array.from({ length: count }, (_, i) => i))]));
    },
    close: () => executable.close(),
  };
}

/** The images of these numbers. */
function taken({ type, shape, data }: Tensor, images: readonly number[]): Tensor {
  const values = data.length / shape[0]!;
  // All arrays of numbers are made alike; which it is does not matter here.
  const result = new (data.constructor as new (length: number) => Float32Array)(images.length * values);
  images.forEach((image, i) => result.set(data.subarray(image * values, (image + 1) * values) as TensorData & Float32Array, i * values));
  return { type, shape: [images.length, ...shape.slice(1)], data: result };
}
