import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import { tidy } from '@tensorflow/tfjs-core';
import type { io } from '@tensorflow/tfjs-core';
import { readTensorFlowJs } from '../tensorflowjs/read-tensorflowjs.ts';
import { graphModelFiles, weightsFile } from './tensorflowjs-file.ts';
import type { GraphModelFile } from './tensorflowjs-file.ts';
import { expectSameResults, randomImages, toTensorFlow } from './tensorflowjs-model.ts';

/** Checks that a GraphModel gives what TensorFlow.js's executor does; −1 in the inputs' shapes becomes a batch of 2. */
export function expectSameGraphModel(file: GraphModelFile): void {
  const files = graphModelFiles(file);
  const json = JSON.parse(files.model as string) as { modelTopology: object; signature: object; weightsManifest: { weights: io.WeightsManifestEntry[] }[] };
  const theirs = loadGraphModelSync({ modelTopology: json.modelTopology, signature: json.signature, format: 'graph-model', weightSpecs: json.weightsManifest[0]!.weights, weightData: new Uint8Array(files.weights.get(weightsFile)!).buffer });
  const graph = readTensorFlowJs(files);
  const images = Object.entries(file.inputs).map(([name, shape]) => {
    const [batch, ...rest] = shape.map((size) => (size === -1 ? 2 : size));
    return [name, randomImages(rest.length === 3 ? [batch!, rest[2]!, rest[0]!, rest[1]!] : [batch!, ...rest], name)] as const;
  });
  const results = tidy(() => [theirs.execute(Object.fromEntries(images.map(([name, image]) => [name, toTensorFlow(image)])), file.outputs === undefined ? undefined : [...file.outputs])].flat());
  expectSameResults(graph, new Map(images), results);
}
