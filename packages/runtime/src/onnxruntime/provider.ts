import type { Graph } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import type { DeviceId, Hardware } from '../device.ts';
import type { OrtGraph } from './ort-graph.ts';

/** What differs between ONNX Runtime's execution providers. */
export interface Provider {
  readonly id: DeviceId;
  /** What its label says when nothing was found. */
  readonly hardware: Hardware;
  readonly label: (hardware: Hardware) => string;
  /** Looks whether it works here. */
  readonly probe: () => Promise<ProbeResult>;
  /** For a graph that was prepared. */
  readonly sessionOptions: (threads: number, graph: OrtGraph) => InferenceSession.SessionOptions;
  /** Whether a batch is run in parts, each in a session of one thread of its own. */
  readonly splitsBatches: boolean;
  /** Writes what the provider lacks, or gets wrong, in operators that it has. */
  readonly prepare: (graph: Graph) => OrtGraph | Promise<OrtGraph>;
}

export type ProbeResult = { readonly hardware: Hardware; readonly reason?: undefined } | { readonly reason: string };
