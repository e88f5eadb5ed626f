import type { Graph } from '@lookalike/graph';
import type { Device, Executable, OpenOptions, Tensors } from './device.ts';
import { RuntimeError } from './runtime-error.ts';

/** One device gave up, another went on. */
export interface DeviceChange {
  readonly from: Device;
  readonly to: Device;
  /** What the first one failed with. */
  readonly cause: RuntimeError;
}

export interface FallbackOptions {
  /** Opens the devices to go on with, best first; each is opened when it is needed, and left out if that fails. */
  readonly others: readonly (() => Promise<Device>)[];
  /** Told of every change before the results of the new device are returned. */
  readonly onChange?: (change: DeviceChange) => void;
}

/** A device that goes on elsewhere when it fails. `id`, `version` and so on are those of the device in use. */
export interface FallbackDevice extends Device {
  /** Every change so far, for whoever records what made a result. */
  readonly changes: readonly DeviceChange[];
}

/**
 * Makes a device go on with another one when it fails while it opens or runs a graph: the graph is opened there and the
 * same feeds are run again, so the caller sees only a slow call. A device that failed is not tried again. Where every
 * device fails, the first one's error is thrown, and the device in use stays the same.
 *
 * The other device rounds differently, so results after a change have the same quality but not the same bytes.
 */
export function withFallback(device: Device, { others, onChange }: FallbackOptions): FallbackDevice {
  const opening: (Promise<Device | undefined> | undefined)[] = [Promise.resolve(device)];
  const changes: DeviceChange[] = [];
  let place = 0;
  let current = device;

  const deviceAt = (at: number): Promise<Device | undefined> => (opening[at] ??= others[at - 1]!().catch(unavailable));

  /** Does the work on the device in use, or else on the next one that can. */
  const attempt = async <Result>(work: (device: Device) => Promise<Result>): Promise<Result> => {
    let failure: RuntimeError | undefined;
    for (let at = place; at <= others.length; at++) {
      const candidate = await deviceAt(at);
      if (candidate === undefined) continue;
      try {
        const result = await work(candidate);
        // Another call may have moved on meanwhile.
        if (at > place && failure !== undefined) {
          const change = { from: current, to: candidate, cause: failure };
          [place, current] = [at, candidate];
          changes.push(change);
          onChange?.(change);
        }
        return result;
      } catch (error) {
        if (!isFailureOfTheDevice(error)) throw error;
        failure ??= error;
      }
    }
    throw failure!;
  };

  return {
    get id() { return current.id; },
    get label() { return current.label; },
    get version() { return current.version; },
    get threads() { return current.threads; },
    get settlesAtRun() { return current.settlesAtRun; },
    changes,
    async open(graph: Graph, options?: OpenOptions): Promise<Executable> {
      const opened = new Map<Device, Promise<Executable>>();
      const openedOn = (on: Device): Promise<Executable> => {
        const opening = opened.get(on) ?? on.open(graph, options);
        opened.set(on, opening);
        return opening;
      };
      let isClosed = false;
      await attempt(openedOn);
      return {
        async run(feeds: Tensors) {
          if (isClosed) throw new RuntimeError('runtime.run_failed', `The graph "${graph.name}" was closed. Open it again to run it.`, { graph: graph.name });
          return attempt(async (on) => (await openedOn(on)).run(feeds));
        },
        async close() {
          isClosed = true;
          // What a broken device says to being tidied up helps nobody.
          await Promise.allSettled([...opened.values()].map(async (opening) => (await opening).close()));
        },
      };
    },
  };
}

function isFailureOfTheDevice(error: unknown): error is RuntimeError {
  return error instanceof RuntimeError && ['runtime.run_failed', 'runtime.out_of_memory', 'runtime.model_refused'].includes(error.code);
}

function unavailable(error: unknown): undefined {
  if (!(error instanceof RuntimeError && error.code === 'runtime.device_unavailable')) throw error;
  return undefined;
}
