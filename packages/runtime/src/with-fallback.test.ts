import { describe, expect, it } from 'vitest';
import { GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import type { Device } from './device.ts';
import { openDevice } from './devices.ts';
import { RuntimeError } from './runtime-error.ts';
import { withFallback } from './with-fallback.ts';
import type { DeviceChange } from './with-fallback.ts';

const cpu = await openDevice('onnxruntime-cpu', { threads: 1 });
const feeds = { x: makeTensor('float32', [2], [1, 2]) };

describe('withFallback', () => {
  it('goes on with the next device at the run at which the first one dies, with the same feeds', async () => {
    const told: DeviceChange[] = [];
    const device = withFallback(dyingAt(3), { others: [() => Promise.resolve(cpu)], onChange: (change) => told.push(change) });
    const executable = await device.open(doubling());
    for (let run = 1; run <= 5; run++) {
      expect([...(await executable.run(feeds))['y']!.data]).toEqual([2, 4]);
      expect(device.id).toBe(run < 3 ? 'onnxruntime-cuda' : 'onnxruntime-cpu');
    }
    expect(told).toHaveLength(1);
    expect(told).toEqual(device.changes);
    expect(told[0]).toMatchObject({ from: { id: 'onnxruntime-cuda' }, to: { id: 'onnxruntime-cpu' }, cause: { code: 'runtime.run_failed', message: 'The card fell off the bus.' } });
    await executable.close();
  });

  it('changes once for graphs that fail at the same time, and opens later graphs on the new device', async () => {
    const device = withFallback(dyingAt(1), { others: [() => Promise.resolve(cpu)] });
    const executables = await Promise.all([device.open(doubling()), device.open(doubling())]);
    await Promise.all(executables.map((executable) => executable.run(feeds)));
    expect(device.changes).toHaveLength(1);
    const later = await device.open(doubling());
    expect([...(await later.run(feeds))['y']!.data]).toEqual([2, 4]);
    expect(device.changes).toHaveLength(1);
    await Promise.all([...executables, later].map((executable) => executable.close()));
  });

  it('passes over a device that is not there', async () => {
    const missing = (): Promise<Device> => Promise.reject(new RuntimeError('runtime.device_unavailable', 'None.', {}));
    const device = withFallback(dyingAt(1), { others: [missing, () => Promise.resolve(cpu)] });
    const executable = await device.open(doubling());
    expect(await executable.run(feeds)).toHaveProperty('y');
    expect(device.id).toBe('onnxruntime-cpu');
    await executable.close();
  });

  it('throws what the first device said when every device fails, and stays where it is', async () => {
    const device = withFallback(dyingAt(1), { others: [() => Promise.resolve(dyingAt(1, 'No memory.'))] });
    const executable = await device.open(doubling());
    await expect(executable.run(feeds)).rejects.toMatchObject({ code: 'runtime.run_failed', message: 'The card fell off the bus.' });
    expect(device.changes).toEqual([]);
    await executable.close();
  });

  it('does not take bad feeds or a closed graph for a failure of the device', async () => {
    const device = withFallback(cpu, { others: [() => Promise.reject(new Error('not to be asked for'))] });
    const executable = await device.open(doubling());
    await expect(executable.run({})).rejects.toMatchObject({ code: 'runtime.bad_feed' });
    await executable.close();
    await expect(executable.run(feeds)).rejects.toThrow(/was closed/);
    expect(device.changes).toEqual([]);
  });
});

/** Works until its k-th run of all its graphs together; dead from then on. */
function dyingAt(k: number, last = 'The card fell off the bus.'): Device {
  let runs = 0;
  return {
    ...cpu,
    id: 'onnxruntime-cuda',
    open: async (graph, options) => {
      const executable = await cpu.open(graph, options);
      return {
        run: async (given) => {
          if (++runs >= k) throw new RuntimeError('runtime.run_failed', last, {});
          return executable.run(given);
        },
        close: () => executable.close(),
      };
    },
  };
}

function doubling(): Graph {
  const b = new GraphBuilder({ name: 'doubling' });
  const x = b.input('x', { type: 'float32', shape: ['N'] });
  b.append('Add', [x, x], {}, { outputs: ['y'] });
  b.output('y');
  return b.build();
}
