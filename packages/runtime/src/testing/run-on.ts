import type { RunAt } from '@lookalike/graph/cases';
import type { Device } from '../device.ts';

/** Runs cases on a device, each graph once it has its final form there. */
export function runOn(device: Device): RunAt {
  return async (graph, feeds) => {
    const executable = await device.open(graph);
    try {
      for (let run = 1; run < device.settlesAtRun; run++) await executable.run(feeds[0]!);
      const results = [];
      for (const fed of feeds) results.push(await executable.run(fed));
      return results;
    } finally {
      await executable.close();
    }
  };
}
