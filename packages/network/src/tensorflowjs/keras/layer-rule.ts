import type { Tensor } from '@lookalike/graph';
import type { TensorFlowBuilder } from '../tensorflow-builder.ts';
import type { TfValue } from '../value.ts';
import type { Dialect } from './activations.ts';
import type { LayerConfig } from './layer-config.ts';

/** What a layer's rule is given. */
export interface LayerContext {
  readonly t: TensorFlowBuilder;
  readonly name: string;
  readonly config: LayerConfig;
  readonly dialect: Dialect;
  readonly inputs: readonly TfValue[];
  /** The first input, which every layer has. */
  readonly x: TfValue;
  /** A weight of the layer. @throws graph.weights_missing */
  weight(...names: readonly string[]): TfValue;
  /** A weight of the layer as it was read. @throws graph.weights_missing */
  tensor(name: string): Tensor;
  optionalWeight(isThere: boolean, name: string): TfValue | undefined;
  /** Applies the activation that the settings name. */
  activate(x: TfValue): TfValue;
}

/** Appends what a layer computes. */
export type LayerRule = (context: LayerContext) => TfValue;
