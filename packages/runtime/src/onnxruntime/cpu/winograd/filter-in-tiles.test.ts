import { describe, expect, it } from 'vitest';
import { differentiate, evaluate, GraphBuilder, writeOnnx } from '@lookalike/graph';
import type { ConvOptions, Graph, Tensor } from '@lookalike/graph';
import { noise } from '../../../testing/noise.ts';
import { cpuSessionOptions } from '../../cpu-session-options.ts';
import { loadOnnxRuntime } from '../../library.ts';
import { openSession } from '../../session.ts';
import { blockSize } from '../block-size.ts';
import { layOutInBlocks } from '../layout/lay-out-in-blocks.ts';
import { evaluateBlocked } from '../layout/testing/evaluate-blocked.ts';
import { axesThatPay } from './filter-in-tiles.ts';
import type { TiledAxes } from './filter-in-tiles.ts';

describe('filterInTiles', () => {
  for (const axes of [1, 2] as const) {
    for (const [height, width] of [[8, 12], [7, 7], [14, 5], [3, 1]] as const) {
      it(`keeps the values and the gradient of residual blocks of ${height} by ${width} with tiles on ${axes} of the axes`, () => {
        const graph = gradientOf({ height, width });
        const feeds = new Map([['image', noise([2, 16, height, width], { scale: 2 })]]);
        const before = evaluate(graph, feeds);
        for (const block of [8, 16]) {
          const after = evaluateBlocked(layOutInBlocks(graph, block, () => axes), feeds, block);
          for (const name of graph.outputs) expect(relativeError(after.get(name)!, before.get(name)!)).toBeLessThan(1e-6);
        }
      });
    }

    it(`agrees with the plain graph in ONNX Runtime, for any batch, with tiles on ${axes} of the axes`, async () => {
      const { ort } = await loadOnnxRuntime();
      const block = await blockSize();
      for (const size of [14, 8]) {
        const graph = gradientOf({ height: size, width: size });
        const [plain, tiled] = await Promise.all([graph, layOutInBlocks(graph, block, () => axes)].map((one) => openSession(ort, writeOnnx(one), cpuSessionOptions(1))));
        for (const batch of [1, 3]) {
          const feeds = { image: noise([batch, 16, size, size], { scale: 2 }) };
          const [before, after] = await Promise.all([plain!.run(feeds), tiled!.run(feeds)]);
          for (const name of graph.outputs) expect(relativeError(after[name]!, before[name]!)).toBeLessThan(1e-5);
        }
        await Promise.all([plain!.close(), tiled!.close()]);
      }
    });
  }

  it('rewrites a convolution and its gradient', () => {
    const graph = gradientOf({ height: 8, width: 8 });
    expect(tilesIn(layOutInBlocks(graph, 16, () => 0))).toBe(0);
    expect(tilesIn(layOutInBlocks(graph, 16, () => 2))).toBe(4);
  });

  it('leaves out the convolution by 1 where nothing is added to the tiles', () => {
    const convolutions = (make: (b: GraphBuilder, tiles: string, image: string) => string): number => {
      const b = new GraphBuilder();
      const image = b.input('image', { type: 'float32', shape: ['N', 16, 8, 8] });
      b.output(make(b, b.conv(image, b.constant(noise([16, 16, 3, 3])), { pads: [1, 1, 1, 1] }), image));
      return layOutInBlocks(b.build(), 16, () => 1).nodes.filter(({ operator }) => operator.endsWith('.Conv')).length;
    };
    const products = convolutions((_, tiles) => tiles);
    expect(convolutions((b, tiles) => b.relu(tiles))).toBe(products);
    expect(convolutions((b, tiles, image) => b.relu(b.add(tiles, image)))).toBe(products + 1);
  });

  const others: Readonly<Record<string, ConvOptions & { kernel?: number; channels?: number }>> = {
    'a stride': { strides: [2, 2], pads: [1, 1, 1, 1] },
    'a dilation': { dilations: [2, 2], pads: [1, 1, 1, 1] },
    'groups': { group: 2, pads: [1, 1, 1, 1] },
    'other padding': { pads: [1, 1, 2, 1] },
    'no padding': {},
    'another kernel': { kernel: 5, pads: [1, 1, 1, 1] },
    'channels that do not fit into blocks': { channels: 12, pads: [1, 1, 1, 1] },
  };
  for (const [what, { kernel = 3, channels = 32, ...options }] of Object.entries(others)) {
    it(`leaves a convolution with ${what} alone`, () => {
      const b = new GraphBuilder();
      const x = b.input('x', { type: 'float32', shape: ['N', channels, 8, 8] });
      b.output(b.conv(x, b.constant(noise([channels, channels / (options.group ?? 1), kernel, kernel])), options));
      expect(layOutInBlocks(b.build(), 16, () => 2).nodes.filter(({ operator }) => operator.endsWith('Conv'))).toHaveLength(1);
    });
  }

  it('leaves a convolution alone whose weights are computed', () => {
    const b = new GraphBuilder();
    const [x, w] = [b.input('x', { type: 'float32', shape: ['N', 16, 8, 8] }), b.input('w', { type: 'float32', shape: [16, 16, 3, 3] })];
    b.output(b.conv(x, w, { pads: [1, 1, 1, 1] }));
    expect(layOutInBlocks(b.build(), 16, () => 2).nodes).toHaveLength(1);
  });
});

describe('axesThatPay', () => {
  const cases: readonly (readonly [channels: number, size: number, axes: TiledAxes])[] = [
    [64, 224, 1], [64, 56, 1], [128, 28, 2], [256, 14, 1], [512, 7, 1], [512, 28, 2], [32, 32, 0], [64, 16, 1], [128, 8, 2], [256, 4, 1], [512, 2, 0],
  ];
  for (const [channels, size, axes] of cases) {
    it(`tiles ${axes} axes of ${size} by ${size} cells with ${channels} channels`, () => {
      expect(axesThatPay({ inChannels: channels, outChannels: channels, height: size, width: size })).toBe(axes);
    });
  }

  it('goes by the lesser of the two numbers of channels', () => {
    expect(axesThatPay({ inChannels: 128, outChannels: 32, height: 28, width: 28 })).toBe(0);
  });
});

/** A step of two convolutions with bias, rectifier and sum, and its gradient. */
function gradientOf({ height, width }: { readonly height: number; readonly width: number }): Graph {
  const b = new GraphBuilder({ name: 'blocks' });
  const image = b.input('image', { type: 'float32', shape: ['N', 16, height, width] });
  const conv = (x: string, outChannels: number, inChannels: number): string =>
    b.conv(x, b.constant(noise([outChannels, inChannels, 3, 3])), { pads: [1, 1, 1, 1], bias: b.constant(noise([outChannels])) });
  const first = b.relu(conv(image, 32, 16));
  const second = b.relu(b.add(conv(first, 16, 32), image));
  const objective = b.output(b.reduceL2(b.reshape(second, [-1, 16 * height * width]), [1]));
  return differentiate(b.build(), { of: objective, withRespectTo: 'image' }).graph;
}

/** How many convolutions were rewritten: each joins its windows once. */
function tilesIn({ nodes }: Pick<Graph, 'nodes'>): number {
  return nodes.filter(({ operator }) => operator === 'Concat').length;
}

function relativeError(found: { readonly data: Tensor['data'] }, expected: { readonly data: Tensor['data'] }): number {
  const [ours, theirs] = [found, expected].map(({ data }) => Array.from(data, Number)) as [number[], number[]];
  return Math.hypot(...ours.map((value, i) => value - theirs[i]!)) / Math.hypot(...theirs);
}
