import { traitsOf } from '@lookalike/graph';
import type { GraphNode } from '@lookalike/graph';
import type { InferenceSession } from 'onnxruntime-node';
import { cardSessionOptions } from './card-session-options.ts';
import { onnxRuntimeDriver } from './driver.ts';
import { graphicsHardware, mayHaveGraphics } from './graphics-hardware.ts';
import { ortGraphOf } from './ort-graph.ts';
import type { OrtGraph } from './ort-graph.ts';
import { tryProvider } from './probe.ts';
import type { ProbeResult } from './provider.ts';
import { resizesOnCards } from './resizes.ts';
import { rewrite } from './rewrite.ts';
import { convOfChannelsByThrees, convPaddedOnFarSidesOnly, convTransposeToOneChannelPerGroup, layerNormalizationThatBroadcasts } from './webgpu-rewrites.ts';

/**
 * ONNX Runtime's WebGPU provider, which ships inside its npm package: Vulkan on Linux, Direct3D 12 on Windows, Metal on
 * macOS. Nodes that it has no kernel for run on the processor, inside ONNX Runtime.
 */
export const onnxRuntimeWebGpu = onnxRuntimeDriver({
  id: 'onnxruntime-webgpu',
  hardware: 'gpu',
  label: (hardware) => (hardware === 'software-gpu' ? 'ONNX Runtime on a software graphics driver (WebGPU)' : 'ONNX Runtime on the graphics card (WebGPU)'),
  probe,
  sessionOptions: (threads, graph) => cardSessionOptions(webGpu(graph), threads),
  splitsBatches: false,
  // A convolution may have both faults.
  prepare: (graph) => ortGraphOf(rewrite(rewrite(graph, {
    Resize: resizesOnCards, Conv: convOfChannelsByThrees, ConvTranspose: convTransposeToOneChannelPerGroup, LayerNormalization: layerNormalizationThatBroadcasts,
  }), { Conv: convPaddedOnFarSidesOnly })),
});

/** Some nodes are left to the processor: those that are inexact, and a Resize that antialiases, which the provider refuses. All are rare in networks. */
function webGpu(graph: OrtGraph): InferenceSession.ExecutionProviderConfig {
  const left = graph.nodes.filter((node) => isInexact(node) || (node.operator === 'Resize' && node.attributes['antialias'] === 1)).map(({ name }) => name);
  // The provider refuses an empty list.
  return left.length === 0 ? 'webgpu' : { name: 'webgpu', forceCpuNodeNames: left };
}

/** WebGPU grants such functions an absolute error of 2⁻¹¹ or thousands of last places, and what is made of these no better; Tanh is exact enough to be an activation. */
function isInexact(node: GraphNode): boolean {
  const { trigonometric = false, activation } = traitsOf(node) ?? {};
  return trigonometric && activation === undefined;
}

async function probe(): Promise<ProbeResult> {
  if (!mayHaveGraphics()) return { reason: 'This machine has no graphics card that this process may use (no /dev/dri/renderD*, /dev/nvidia0 or /dev/dxg).' };
  const trial = await tryProvider('webgpu');
  if (trial.failure !== undefined) return { reason: `ONNX Runtime's WebGPU provider does not work here: ${trial.failure} Install the graphics card's driver${process.platform === 'linux' ? ' and its Vulkan part (libvulkan1 and an ICD)' : ''}.` };
  return { hardware: graphicsHardware(trial.libraries) };
}
