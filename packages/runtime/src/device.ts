import type { Graph, Tensor } from '@lookalike/graph';

/** The devices that Lookalike knows. The table of drivers in `devices.ts` must have each of them. */
export type DeviceId = 'onnxruntime-cuda' | 'onnxruntime-webgpu' | 'tfjs-node-gpu' | 'onnxruntime-cpu' | 'tfjs-node' | 'tfjs-wasm';

/**
 * What the numbers come from. A software GPU is a graphics driver that computes on the processor: good for trying the
 * code out on a machine without a graphics card, far too slow for work, and never taken by `auto`.
 */
export type Hardware = 'processor' | 'gpu' | 'software-gpu';

/** What this machine can say of one device, without opening it. */
export interface DeviceReport {
  readonly id: DeviceId;
  /** For people, such as `ONNX Runtime on the processor`. */
  readonly label: string;
  /** What it runs on, or would run on if it were available. */
  readonly hardware: Hardware;
  readonly available: boolean;
  /** Version of the library that runs the graph; absent when it could not be loaded. */
  readonly version?: string;
  /** Threads that one call uses unless told otherwise. */
  readonly threads: number;
  /** Why it is not available and what to do; absent when it is. */
  readonly reason?: string;
}

export interface OpenOptions {
  /** Threads that one call may use. Default: as many as the machine gives to this process. */
  readonly threads?: number;
}

/** Something that runs graphs. One device may have many graphs open. */
export interface Device {
  readonly id: DeviceId;
  readonly label: string;
  /** Version of the library, to be stored with every result. */
  readonly version: string;
  readonly threads: number;
  /** From which run of a batch size on a graph computes as it does ever after: 1, or more where a device brings a graph into its final form when it turns out to be run often. */
  readonly settlesAtRun: number;
  /**
   * Makes a graph ready to run; this may take seconds for a large one.
   * @throws runtime.model_refused when the device does not take the graph; runtime.out_of_memory when it has no room for it.
   */
  open(graph: Graph, options?: OpenOptions): Promise<Executable>;
}

/** What goes into a graph or comes out of it, by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A graph that is ready to run. */
export interface Executable {
  /**
   * Runs the graph once.
   * @param feeds a tensor for every input of the graph, by name. The batch `N` may differ from call to call.
   * @returns every output by name, in memory of its own.
   * @throws runtime.bad_feed when an input is missing, unknown, or has another type or shape than the graph says.
   * @throws runtime.out_of_memory when the device has no room for so large a batch; runtime.run_failed when it fails otherwise, or after `close`.
   */
  run(feeds: Tensors): Promise<Record<string, Tensor>>;
  /** Gives the memory back. Closing twice does nothing. */
  close(): Promise<void>;
}

/** One kind of device: how to ask whether it is there, and how to connect to it. */
export interface DeviceDriver {
  /** Never throws: what is missing says why. */
  report(): Promise<DeviceReport>;
  /** @throws runtime.device_unavailable */
  connect(options: OpenOptions): Promise<Device>;
}
