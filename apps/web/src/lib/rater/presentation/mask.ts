import { createRandom } from '@lookalike/random';

/** Blocks along the shorter side. */
const blocksAlong = 8;

/** Px. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface Block extends PictureSize {
  readonly x: number;
  readonly y: number;
}

/** Cuts a picture into squares; what is left at the right and at the bottom is narrower. */
function blocksOf({ width, height }: PictureSize): readonly Block[] {
  const side = Math.max(1, Math.round(Math.min(width, height) / blocksAlong));
  const blocks: Block[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) blocks.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
  }
  return blocks;
}

/** A block of a picture and where its mask has it. */
export interface Move {
  readonly from: Block;
  readonly to: Block;
}

/**
 * The mask of a picture: its own pixels in blocks of an eighth of its side, shuffled, so that it has the picture's colours and fine structure and
 * not its layout. Blocks of the same size change places, pixel for pixel; every one is moved, if only to where it was.
 * @param seed the same one gives the same mask
 */
export function maskMoves(size: PictureSize, seed: string): readonly Move[] {
  return [...groupBySize(blocksOf(size))].flatMap(([name, blocks]) => {
    const sources = createRandom(seed).child(name).shuffled(blocks);
    return blocks.map((to, i) => ({ from: sources[i] ?? to, to }));
  });
}

function groupBySize(blocks: readonly Block[]): Map<string, Block[]> {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const size = `${block.width}x${block.height}`;
    groups.set(size, [...(groups.get(size) ?? []), block]);
  }
  return groups;
}
