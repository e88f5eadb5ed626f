import type { Block, BlockStructure } from './blocks.ts';
import { factorDense, invertDense, multiplyDense, solveDense } from './dense-kernels.ts';
import type { FactoredHessian, Leverages, RandomEffects, Term } from './random-effects.ts';

/** What is kept of one block M = I + S P S, P the sums of the weights: M⁻¹ = F E Fᵀ + D⁻¹ (on q), F = (I, −f). */
interface FactoredBlock {
  readonly block: Block;
  /** The inverse of what is left on p when q is eliminated. */
  readonly e: Float64Array;
  /** Diagonal of M on q. */
  readonly d: Float64Array;
  /** By cell: what M has between p and q, divided by d. */
  readonly f: Float64Array;
}

/**
 * Random effects of the form (p) + (q) + (p:condition) + (q:condition), block by block. In a block q is diagonal and eliminated first; all
 * blocks together leave K = I + Λ Σ (I − M⁻¹) Λ on the levels of p and q, Λ = σ / σ of the condition's own. That costs one dense factor of
 * the levels of p for each condition and one of p and q, where the general factor is of q and all conditions.
 * @param structure of the terms
 */
export function blockedEffects(terms: readonly Term[], { p, q, ofP, ofQ, blocks }: BlockStructure): RandomEffects {
  const rows = terms[p]!.levelOf.length;
  const [countP, main] = [terms[p]!.levelCount, terms[p]!.levelCount + terms[q]!.levelCount];
  const offset: number[] = [];
  offset[p] = 0;
  offset[q] = countP;
  offset[ofP] = main;
  offset[ofQ] = main + terms[ofP]!.levelCount;
  const size = offset[ofQ] + terms[ofQ]!.levelCount;
  const placeOf = terms.map(({ levelOf }, k) => levelOf.map((level) => offset[k]! + level));

  const rooms = blocks.map((block): FactoredBlock => ({ block, e: new Float64Array(block.p.length ** 2), d: new Float64Array(block.q.length), f: new Float64Array(block.cellP.length) }));
  const mostP = Math.max(...blocks.map((block) => block.p.length));
  const mostQ = Math.max(...blocks.map((block) => block.q.length));
  const work = { lower: new Float64Array(mostP ** 2), half: new Float64Array(mostP ** 2), wide: new Float64Array(mostP * mostQ), corner: new Float64Array(mostQ ** 2) };
  const k = new Float64Array(main ** 2);
  const scalesOf = (sds: Float64Array): Scales => ({ ofP: sds[ofP]!, ofQ: sds[ofQ]!, lambdaP: sds[p]! / sds[ofP]!, lambdaQ: sds[q]! / sds[ofQ]! });

  const factorOf = (weights: Float64Array, sds: Float64Array): FactoredHessian | undefined => {
    const scales = scalesOf(sds);
    let logDeterminant = 0;
    k.fill(0);
    for (let level = 0; level < main; level++) k[level * main + level] = 1;
    for (const room of rooms) {
      const own = factorBlock(room, weights, scales, work);
      if (own === undefined) return undefined;
      logDeterminant += own;
      addToMain({ room, scales, k, main, countP, ...work });
    }
    const ofMain = factorDense(k, main);
    if (ofMain === undefined) return undefined;
    const places = { main, countP, offsetP: offset[ofP]!, offsetQ: offset[ofQ]! };
    return {
      logDeterminant: logDeterminant + ofMain,
      solve: (right) => solveAll({ rooms, k, scales, right, ...places }),
      leverages: () => {
        const [inverse, half] = [new Float64Array(main ** 2), new Float64Array(main ** 2)];
        invertDense(k, main, inverse, half);
        const ofRows = new Float64Array(rows);
        const ofTerms = terms.map(() => 0);
        for (let level = 0; level < main; level++) ofTerms[level < countP ? p : q]! += 1 - inverse[level * main + level]!;
        for (const room of rooms) {
          const [onP, onQ] = blockLeverages({ room, scales, inverse, main, countP, ofRows });
          ofTerms[ofP]! += onP;
          ofTerms[ofQ]! += onQ;
        }
        return { ofRows, ofTerms } satisfies Leverages;
      },
    };
  };
  return { size, placeOf, factorOf };
}

interface Scales {
  readonly ofP: number;
  readonly ofQ: number;
  readonly lambdaP: number;
  readonly lambdaQ: number;
}

/** @returns log |M|; indices are inside by construction, here and below. */
function factorBlock({ block: { p, q, start, cellP, rows, cellOf }, e, d, f }: FactoredBlock, weights: Float64Array, { ofP, ofQ }: Scales, { lower, half }: { readonly lower: Float64Array; readonly half: Float64Array }): number | undefined {
  const size = p.length;
  f.fill(0);
  for (let row = 0; row < rows.length; row++) f[cellOf[row]!]! += weights[rows[row]!]!;
  lower.fill(0, 0, size ** 2);
  for (let i = 0; i < size; i++) lower[i * size + i] = 1;
  let logDeterminant = 0;
  for (let column = 0; column < q.length; column++) {
    const [begin, end] = [start[column]!, start[column + 1]!];
    let total = 0;
    for (let cell = begin; cell < end; cell++) total += f[cell]!;
    const diagonal = 1 + ofQ ** 2 * total;
    d[column] = diagonal;
    logDeterminant += Math.log(diagonal);
    for (let cell = begin; cell < end; cell++) {
      const i = cellP[cell]!;
      lower[i * size + i]! += ofP ** 2 * f[cell]!;
      const scale = (ofP * ofQ) ** 2 * f[cell]! / diagonal;
      for (let other = begin; other <= cell; other++) lower[i * size + cellP[other]!]! -= scale * f[other]!;
    }
    for (let cell = begin; cell < end; cell++) f[cell]! *= (ofP * ofQ) / diagonal;
  }
  const onP = factorDense(lower, size);
  if (onP === undefined) return undefined;
  invertDense(lower, size, e, half);
  return logDeterminant + onP;
}

interface MainRequest {
  readonly room: FactoredBlock;
  readonly scales: Scales;
  readonly k: Float64Array;
  readonly main: number;
  readonly countP: number;
  readonly wide: Float64Array;
  readonly corner: Float64Array;
}

/** k += Λ (I − M⁻¹) Λ, its lower triangle. */
function addToMain({ room: { block: { p, q, start, cellP }, e, d, f }, scales: { lambdaP, lambdaQ }, k, main, countP, wide, corner }: MainRequest): void {
  const [size, width] = [p.length, q.length];
  // Between p and q M⁻¹ is −E f.
  for (let i = 0; i < size; i++) for (let column = 0; column < width; column++) {
    let sum = 0;
    for (let cell = start[column]!; cell < start[column + 1]!; cell++) sum += e[i * size + cellP[cell]!]! * f[cell]!;
    wide[i * width + column] = sum;
  }
  for (let i = 0; i < size; i++) {
    const row = p[i]! * main;
    for (let j = 0; j <= i; j++) {
      const [high, low] = p[i]! > p[j]! ? [row, p[j]!] : [p[j]! * main, p[i]!];
      k[high + low]! += lambdaP ** 2 * ((i === j ? 1 : 0) - e[i * size + j]!);
    }
    for (let column = 0; column < width; column++) k[(countP + q[column]!) * main + p[i]!]! += lambdaP * lambdaQ * wide[i * width + column]!;
  }
  corner.fill(0, 0, width ** 2);
  for (let column = 0; column < width; column++) for (let cell = start[column]!; cell < start[column + 1]!; cell++) {
    const [scale, from] = [f[cell]!, cellP[cell]! * width];
    for (let other = 0; other <= column; other++) corner[column * width + other]! += scale * wide[from + other]!;
  }
  for (let column = 0; column < width; column++) for (let other = 0; other <= column; other++) {
    const [high, low] = q[column]! > q[other]! ? [q[column]!, q[other]!] : [q[other]!, q[column]!];
    k[(countP + high) * main + countP + low]! += lambdaQ ** 2 * ((other === column ? 1 - 1 / d[column]! : 0) - corner[column * width + other]!);
  }
}

/** x ← M⁻¹ x, x by p then q of the block. */
function solveBlock({ block: { p, q, start, cellP }, e, d, f }: FactoredBlock, x: Float64Array): void {
  const size = p.length;
  const onP = x.slice(0, size);
  for (let column = 0; column < q.length; column++) {
    for (let cell = start[column]!; cell < start[column + 1]!; cell++) onP[cellP[cell]!]! -= f[cell]! * x[size + column]!;
  }
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += e[i * size + j]! * onP[j]!;
    x[i] = sum;
  }
  for (let column = 0; column < q.length; column++) {
    let value = x[size + column]! / d[column]!;
    for (let cell = start[column]!; cell < start[column + 1]!; cell++) value -= f[cell]! * x[cellP[cell]!]!;
    x[size + column] = value;
  }
}

interface SolveRequest {
  readonly rooms: readonly FactoredBlock[];
  readonly k: Float64Array;
  readonly scales: Scales;
  readonly right: Float64Array;
  readonly main: number;
  readonly countP: number;
  readonly offsetP: number;
  readonly offsetQ: number;
}

/** What M couples with the levels of p and q is (M − I) Λ, so that M⁻¹ of it is (I − M⁻¹) Λ. */
function solveAll({ rooms, k, scales: { lambdaP, lambdaQ }, right, main, countP, offsetP, offsetQ }: SolveRequest): Float64Array {
  const x = Float64Array.from(right);
  const ofMain = x.subarray(0, main);
  const each = (visit: (room: FactoredBlock, own: Int32Array, mains: Int32Array, lambdas: Float64Array) => void): void => rooms.forEach((room) => {
    const { block: { p, q, ofP, ofQ } } = room;
    const size = p.length;
    const own = Int32Array.from({ length: size + q.length }, (_, index) => (index < size ? offsetP + ofP[index]! : offsetQ + ofQ[index - size]!));
    const mains = Int32Array.from(own, (_, index) => (index < size ? p[index]! : countP + q[index - size]!));
    visit(room, own, mains, Float64Array.from(own, (_, index) => (index < size ? lambdaP : lambdaQ)));
  });
  each((room, own, mains, lambdas) => {
    const y = Float64Array.from(own, (place) => right[place]!);
    solveBlock(room, y);
    for (let i = 0; i < y.length; i++) {
      ofMain[mains[i]!]! -= lambdas[i]! * (right[own[i]!]! - y[i]!);
      x[own[i]!] = y[i]!;
    }
  });
  solveDense(k, main, ofMain);
  each((room, own, mains, lambdas) => {
    const carried = Float64Array.from(mains, (place, index) => lambdas[index]! * ofMain[place]!);
    const y = Float64Array.from(carried);
    solveBlock(room, y);
    for (let i = 0; i < y.length; i++) x[own[i]!]! += y[i]! - carried[i]!;
  });
  return x;
}

interface LeverageRequest {
  readonly room: FactoredBlock;
  readonly scales: Scales;
  /** Of K. */
  readonly inverse: Float64Array;
  readonly main: number;
  readonly countP: number;
  readonly ofRows: Float64Array;
}

/**
 * Leverages of the block's rows: S (M⁻¹ + M⁻¹ Q M⁻¹) S at their cells, Q = Λ K⁻¹ Λ; and Σ (1 − (H⁻¹)ₗₗ) over p:condition and q:condition,
 * where the inverse of H is M⁻¹ + (I − M⁻¹) Q (I − M⁻¹).
 */
function blockLeverages({ room: { block: { p, q, start, cellP, rows, cellOf }, e, d, f }, scales: { ofP, ofQ, lambdaP, lambdaQ }, inverse, main, countP, ofRows }: LeverageRequest): readonly [number, number] {
  const [size, width] = [p.length, p.length + q.length];
  const mains = Int32Array.from({ length: width }, (_, index) => (index < size ? p[index]! : countP + q[index - size]!));
  const lambdas = Float64Array.from(mains, (_, index) => (index < size ? lambdaP : lambdaQ));
  // Fᵀ Q, a row for each level of p; then Z = E Fᵀ Q.
  const fq = new Float64Array(size * width);
  const add = (i: number, index: number, scale: number): void => {
    const [from, to, factor] = [mains[index]! * main, i * width, scale * lambdas[index]!];
    for (let j = 0; j < width; j++) fq[to + j]! += factor * lambdas[j]! * inverse[from + mains[j]!]!;
  };
  for (let i = 0; i < size; i++) add(i, i, 1);
  for (let column = 0; column < q.length; column++) for (let cell = start[column]!; cell < start[column + 1]!; cell++) add(cellP[cell]!, size + column, -f[cell]!);
  const z = new Float64Array(size * width);
  multiplyDense(e, fq, z, size, width);
  // Z F, and E + Z F E: what M⁻¹ + M⁻¹ Q M⁻¹ is on p.
  const zf = new Float64Array(size ** 2);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) zf[i * size + j] = z[i * width + j]!;
    for (let column = 0; column < q.length; column++) {
      const value = z[i * width + size + column]!;
      for (let cell = start[column]!; cell < start[column + 1]!; cell++) zf[i * size + cellP[cell]!]! -= value * f[cell]!;
    }
  }
  const onP = new Float64Array(size ** 2);
  multiplyDense(zf, e, onP, size, size);
  for (let index = 0; index < onP.length; index++) onP[index]! += e[index]!;

  const qOf = (index: number): number => lambdas[index]! ** 2 * inverse[mains[index]! * main + mains[index]!]!;
  let [spokenP, spokenQ] = [0, 0];
  for (let i = 0; i < size; i++) spokenP += 1 - onP[i * size + i]! - qOf(i) + 2 * z[i * width + i]!;
  const leverage = new Float64Array(cellP.length);
  for (let column = 0; column < q.length; column++) {
    const [begin, end, at] = [start[column]!, start[column + 1]!, size + column];
    let [corner, crossed] = [1 / d[column]! + qOf(at) / d[column]! ** 2, 0];
    for (let cell = begin; cell < end; cell++) {
      const i = cellP[cell]!;
      let sum = 0;
      for (let other = begin; other < end; other++) sum += onP[i * size + cellP[other]!]! * f[other]!;
      corner += f[cell]! * sum;
      crossed -= f[cell]! * z[i * width + at]!;
      leverage[cell] = ofP ** 2 * onP[i * size + i]! + 2 * ofP * ofQ * (z[i * width + at]! / d[column]! - sum);
    }
    corner += (2 * crossed) / d[column]!;
    for (let cell = begin; cell < end; cell++) leverage[cell]! += ofQ ** 2 * corner;
    spokenQ += 1 - corner - qOf(at) + 2 * (crossed + qOf(at) / d[column]!);
  }
  for (let row = 0; row < rows.length; row++) ofRows[rows[row]!] = leverage[cellOf[row]!]!;
  return [spokenP, spokenQ];
}
