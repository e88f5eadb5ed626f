import { createRandom } from '@lookalike/random';
import type { Pixels } from './pixels.ts';

/** Blocks along the shorter side. */
const blocksAlong = 8;

interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Cuts a picture into squares; what is left at the right and at the bottom is narrower. */
function blocksOf({ width, height }: Pixels): readonly Block[] {
  const side = Math.max(1, Math.round(Math.min(width, height) / blocksAlong));
  const blocks: Block[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) blocks.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
  }
  return blocks;
}

/**
 * The mask of a picture: its own pixels in blocks of an eighth of its side, shuffled, so that it has the picture's colours and fine structure and
 * not its layout. Blocks of the same size change places; every pixel is kept.
 * @param seed the same one gives the same mask
 */
export function maskOf(pixels: Pixels, seed: string): Pixels {
  const bySize = groupBySize(blocksOf(pixels));
  const data = new Uint8ClampedArray(pixels.data.length);
  for (const [size, blocks] of bySize) {
    const sources = createRandom(seed).child(size).shuffled(blocks);
    for (const [i, to] of blocks.entries()) copyBlock(pixels, sources[i] ?? to, data, to);
  }
  // By name: an ImageData's size is no property of its own.
  return { width: pixels.width, height: pixels.height, data };
}

function groupBySize(blocks: readonly Block[]): Map<string, Block[]> {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const size = `${block.width}x${block.height}`;
    groups.set(size, [...(groups.get(size) ?? []), block]);
  }
  return groups;
}

function copyBlock({ width, data }: Pixels, from: Block, target: Uint8ClampedArray, to: Block): void {
  for (let row = 0; row < to.height; row++) {
    const start = 4 * ((from.y + row) * width + from.x);
    target.set(data.subarray(start, start + 4 * to.width), 4 * ((to.y + row) * width + to.x));
  }
}
