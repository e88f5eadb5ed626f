import { GraphError } from '@lookalike/graph';
import { malformed } from '../json-reader.ts';
import { isModel } from './model-config.ts';
import type { LayerDescription, ModelDescription, TensorReference } from './model-config.ts';

export interface Call {
  readonly layer: LayerDescription;
  readonly call: number;
}

export interface CallOrder {
  /** Every call, after those whose results it takes. */
  readonly calls: readonly Call[];
  /** @throws graph.malformed_tensorflowjs when there is no layer of this name. */
  layer(name: string): LayerDescription;
  /** A key for the call that a reference means. */
  key(reference: Pick<TensorReference, 'layer' | 'call'>): string;
  keyOfCall(layer: string, call: number): string;
}

/**
 * Orders the calls of a functional model.
 *
 * A model within it counts its calls from 1 where Keras counted the one that made it, from 0 otherwise; which of both is seen from the
 * references to it.
 * @throws graph.cycle, graph.malformed_tensorflowjs
 */
export function inOrderOfCalls({ name, layers, inputs, outputs }: ModelDescription): CallOrder {
  const byName = new Map<string, LayerDescription>();
  for (const layer of layers) {
    if (byName.has(layer.name)) throw malformed(`layer "${layer.name}" of "${name}"`, 'is there twice');
    byName.set(layer.name, layer);
  }
  const layer = (wanted: string): LayerDescription => {
    const found = byName.get(wanted);
    if (found === undefined) throw malformed(`model "${name}"`, `has no layer "${wanted}"`);
    return found;
  };
  const references = [...outputs, ...layers.flatMap(({ calls }) => calls.flat())].filter((argument) => typeof argument !== 'number');
  const highest = new Map<string, number>();
  for (const reference of references) highest.set(reference.layer, Math.max(highest.get(reference.layer) ?? 0, reference.call));
  const firstOf = ({ className, name: called, calls }: LayerDescription): number => (isModel(className) && (highest.get(called) ?? 0) >= calls.length ? 1 : 0);
  const keyOfCall = (called: string, call: number): string => `${call} ${called}`;
  const key = ({ layer: called, call }: Pick<TensorReference, 'layer' | 'call'>): string => keyOfCall(called, call - firstOf(layer(called)));

  const ready = new Set(inputs.map((input) => key({ layer: input.layer, call: 0 })));
  const waiting = new Map<string, Call[]>();
  const missing = new Map<Call, number>();
  const queue: Call[] = [];
  const all = layers.filter(({ className }) => className !== 'InputLayer').flatMap((called) => called.calls.map((_, call): Call => ({ layer: called, call })));
  for (const call of all) {
    const needed = new Set(call.layer.calls[call.call]!.flatMap((argument) => (typeof argument === 'number' ? [] : [key(argument)])).filter((needs) => !ready.has(needs)));
    missing.set(call, needed.size);
    for (const needs of needed) {
      const readers = waiting.get(needs);
      if (readers === undefined) waiting.set(needs, [call]);
      else readers.push(call);
    }
    if (needed.size === 0) queue.push(call);
  }
  const calls: Call[] = [];
  for (let i = 0; i < queue.length; i++) {
    const call = queue[i]!;
    calls.push(call);
    for (const reader of waiting.get(keyOfCall(call.layer.name, call.call)) ?? []) {
      missing.set(reader, missing.get(reader)! - 1);
      if (missing.get(reader) === 0) queue.push(reader);
    }
  }
  if (calls.length < all.length) {
    const stuck = all.find((call) => missing.get(call)! > 0)!;
    throw new GraphError('graph.cycle', `Layer "${stuck.layer.name}" waits for a result that nothing gives, or for its own; only networks without loops are supported. Convert the network again.`, { node: stuck.layer.name });
  }
  return { calls, layer, key, keyOfCall };
}
