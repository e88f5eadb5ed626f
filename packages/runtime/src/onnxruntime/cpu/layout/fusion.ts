import type { GraphNode, Tensor } from '@lookalike/graph';
import { BlockWriter } from './writer.ts';

/** What a convolution can do to its result at once. */
export type Activation = { readonly kind: 'Relu' } | { readonly kind: 'Clip'; readonly least: number; readonly most: number };

/** Writes convolutions that take in what follows them: a sum with another image, a bound. ONNX Runtime does it to blocks as they are made. */
export class FusingWriter extends BlockWriter {
  /** Where the convolutions are that can take in what follows them, by their results. */
  readonly #convolutions = new Map<string, number>();
  /** The results of convolutions that change nothing by themselves, and are there for what they can take in. */
  readonly #carriers = new Set<string>();

  override conv(...[x, weights, options]: Parameters<BlockWriter['conv']>): string {
    const result = super.conv(x, weights, options);
    this.#convolutions.set(result, this.nodes.length - 1);
    return result;
  }

  /** An image as the result of a convolution by 1, which can take in what follows; it is left out where that is nothing, or only a bound. */
  carrier(image: string, channels: number): string {
    const ones: Tensor = { type: 'float32', shape: [channels, 1, 1, 1], data: new Float32Array(channels).fill(1) };
    const result = this.conv(image, ones, { group: channels, key: `ones ${channels}` });
    this.#carriers.add(result);
    return result;
  }

  /** Adds an image to the result of a convolution, if it is one that can take it in. @returns whether it is */
  protected addTo(convolved: string, image: () => string): boolean {
    const at = this.#convolutions.get(convolved);
    const node = this.nodes[at ?? -1];
    if (at === undefined || node === undefined || node.inputs.length > 3) return false;
    const [x, filter, bias = ''] = node.inputs as readonly [string, string, string?];
    const summand = image();
    // It may have been computed later than the convolution.
    this.nodes[at] = undefined;
    this.nodes.push({ ...node, inputs: [x, filter, bias, summand] });
    this.#convolutions.set(convolved, this.nodes.length - 1);
    return true;
  }

  /** Bounds the result of a convolution, if it is one that can do so. @returns whether it is */
  protected bound(convolved: string, activation: Activation): boolean {
    const at = this.#convolutions.get(convolved);
    const node = this.nodes[at ?? -1];
    if (at === undefined || node === undefined) return false;
    const bounds = activation.kind === 'Clip' ? { activation_params: [activation.least, activation.most] } : {};
    this.nodes[at] = { ...node, attributes: { ...node.attributes, activation: activation.kind, ...bounds } };
    this.#convolutions.delete(convolved);
    return true;
  }

  /** The nodes, without the convolutions that took nothing in. */
  protected withoutCarriers(): GraphNode[] {
    const carried = new Map<string, string>();
    return this.nodes.flatMap((node): readonly GraphNode[] => {
      if (node === undefined) return [];
      const inputs = node.inputs.map((name) => carried.get(name) ?? name);
      const [result, activation] = [node.outputs[0]!, node.attributes['activation']];
      if (!this.#carriers.has(result) || inputs.length > 3 || activation === 'Clip') return [{ ...node, inputs }];
      if (activation === 'Relu') return [{ ...node, operator: 'Relu', inputs: inputs.slice(0, 1), attributes: {} }];
      carried.set(result, inputs[0]!);
      return [];
    });
  }
}
