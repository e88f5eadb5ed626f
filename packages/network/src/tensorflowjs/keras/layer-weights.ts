import { GraphError } from '@lookalike/graph';
import type { Tensor } from '@lookalike/graph';

/** Names have few parts; more would make the index larger than the file. */
const mostParts = 16;

/**
 * Finds the weights of layers. Files name them `layer/kernel`, `model/layer/kernel`, or with the cell of a layer between, as TensorFlow
 * 2.2 does: `layer/cell/kernel`.
 */
export class LayerWeights {
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #byEnd = new Map<string, string[]>();

  constructor(weights: ReadonlyMap<string, Tensor>) {
    this.#weights = weights;
    for (const name of weights.keys()) {
      const parts = name.split('/');
      for (let i = Math.max(1, parts.length - mostParts); i < parts.length; i++) this.#add(parts.slice(i).join('/'), name);
      if (parts.length > 2) this.#add([...parts.slice(0, -2), parts.at(-1)!].join('/'), name);
    }
  }

  /**
   * The first of these weights of the layer that the file has, and its name there.
   * @throws graph.weights_missing
   */
  find(layer: string, names: readonly string[]): { readonly name: string; readonly tensor: Tensor } {
    for (const weight of names) {
      const asked = `${layer}/${weight}`;
      const found = this.#weights.has(asked) ? [asked] : (this.#byEnd.get(asked) ?? []);
      if (found.length > 1) throw new GraphError('graph.malformed_tensorflowjs', `Layer "${layer}": several weights of the file may be its ${weight}: ${found.slice(0, 5).map((name) => `"${name}"`).join(', ')}. Convert the network again, with names that differ.`, { node: layer, weights: found });
      if (found.length === 1) return { name: found[0]!, tensor: this.#weights.get(found[0]!)! };
    }
    throw new GraphError('graph.weights_missing', `Layer "${layer}" has no ${names.join(' or ')} among the weights of the file. Convert the network again, with its weights.`, { node: layer, weights: names });
  }

  #add(end: string, name: string): void {
    const names = this.#byEnd.get(end);
    if (names === undefined) this.#byEnd.set(end, [name]);
    else names.push(name);
  }
}
