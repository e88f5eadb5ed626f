import type { Term } from './random-effects.ts';

/**
 * Terms of the form (p) + (q) + (p:condition) + (q:condition), such as raters and targets: given the effects of p and q themselves, the
 * conditions know nothing of each other.
 */
export interface BlockStructure {
  /** Positions of the terms: p has no more levels than q. */
  readonly p: number;
  readonly q: number;
  readonly ofP: number;
  readonly ofQ: number;
  readonly blocks: readonly Block[];
}

/** The rows of one condition, summed by its levels of p and q. */
export interface Block {
  /** Level of p, and of p:condition, by the block's own number; likewise q. */
  readonly p: Int32Array;
  readonly ofP: Int32Array;
  readonly q: Int32Array;
  readonly ofQ: Int32Array;
  /** Cells in the order of q, then p: of cell i the block's own number of p; cells of q are start[q] … start[q + 1] − 1. */
  readonly start: Int32Array;
  readonly cellP: Int32Array;
  /** The rows of the model in this block, and the cell of each. */
  readonly rows: Int32Array;
  readonly cellOf: Int32Array;
}

/** @returns undefined where the terms are of another form. */
export function blockStructure(terms: readonly Term[]): BlockStructure | undefined {
  if (terms.length !== 4) return undefined;
  const within = terms.map((finer, a) => terms.map((coarser, b) => a !== b && isWithin(finer, coarser)));
  for (const p of terms.keys()) for (const q of terms.keys()) {
    if (p === q || terms[p]!.levelCount > terms[q]!.levelCount) continue;
    const [first, second] = [...terms.keys()].filter((term) => term !== p && term !== q) as [number, number];
    for (const [ofP, ofQ] of [[first, second], [second, first]] as const) {
      if (!within[ofP]![p] || !within[ofQ]![q]) continue;
      const blocks = blocksOf({ p: terms[p]!, q: terms[q]!, ofP: terms[ofP]!, ofQ: terms[ofQ]! });
      if (blocks !== undefined) return { p, q, ofP, ofQ, blocks };
    }
  }
  return undefined;
}

/** Whether each level of the finer term is of one level of the coarser. */
function isWithin(finer: Term, coarser: Term): boolean {
  const coarse = new Int32Array(finer.levelCount).fill(-1);
  return finer.levelOf.every((level, row) => {
    const known = coarse[level]!;
    coarse[level] = coarser.levelOf[row]!;
    return known === -1 || known === coarser.levelOf[row];
  });
}

type Named = Readonly<Record<'p' | 'q' | 'ofP' | 'ofQ', Term>>;

/** A block is what hangs together by its levels of p:condition and q:condition. */
function blocksOf(terms: Named): Block[] | undefined {
  const rows = terms.p.levelOf.length;
  const parent = Int32Array.from({ length: terms.ofP.levelCount + terms.ofQ.levelCount }, (_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  for (let row = 0; row < rows; row++) parent[rootOf(terms.ofP.levelOf[row]!)] = rootOf(terms.ofP.levelCount + terms.ofQ.levelOf[row]!);
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const root = rootOf(terms.ofP.levelOf[row]!);
    const known = rowsOf.get(root);
    if (known === undefined) rowsOf.set(root, [row]);
    else known.push(row);
  }
  const blocks = [...rowsOf.values()].map((own) => blockOf(terms, own));
  // Within a condition a rater has one effect: else the terms are of another form.
  return blocks.every(({ p, q }) => new Set(p).size === p.length && new Set(q).size === q.length) ? blocks : undefined;
}

function blockOf(terms: Named, rows: readonly number[]): Block {
  const levelsOf = ({ levelOf }: Term): Map<number, number> => new Map([...new Set(rows.map((row) => levelOf[row]!))].sort((a, b) => a - b).map((level, index) => [level, index]));
  const [numberOfP, numberOfQ] = [levelsOf(terms.ofP), levelsOf(terms.ofQ)];
  const [p, q] = [new Int32Array(numberOfP.size), new Int32Array(numberOfQ.size)];
  const keys = rows.map((row) => {
    const [ownP, ownQ] = [numberOfP.get(terms.ofP.levelOf[row]!)!, numberOfQ.get(terms.ofQ.levelOf[row]!)!];
    p[ownP] = terms.p.levelOf[row]!;
    q[ownQ] = terms.q.levelOf[row]!;
    return ownQ * numberOfP.size + ownP;
  });
  const cells = [...new Set(keys)].sort((a, b) => a - b);
  const cellOfKey = new Map(cells.map((key, cell) => [key, cell]));
  const start = new Int32Array(numberOfQ.size + 1);
  for (const key of cells) start[Math.floor(key / numberOfP.size) + 1]!++;
  for (let index = 0; index < numberOfQ.size; index++) start[index + 1]! += start[index]!;
  return {
    p, q, ofP: Int32Array.from(numberOfP.keys()), ofQ: Int32Array.from(numberOfQ.keys()),
    start, cellP: Int32Array.from(cells, (key) => key % numberOfP.size),
    rows: Int32Array.from(rows), cellOf: Int32Array.from(keys, (key) => cellOfKey.get(key)!),
  };
}
