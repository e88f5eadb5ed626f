/**
 * A source of random numbers that replays exactly. Everything random in Lookalike takes one as an argument.
 * Its state is its own: drawing from a child never moves the parent.
 */
export interface Random {
  /** The seed it was made from, to be stored with the result. */
  readonly seed: string;
  /** An independent source for one purpose, such as `rng.child('trial-order')`. Same parent seed and purpose, same draws. */
  child(purpose: string): Random;
  /** Uniform in [0, 1), with 32 random bits. */
  uniform(): number;
  /** Uniform integer in [0, below). @throws RangeError unless `below` is an integer in [1, 2^32]. */
  integer(below: number): number;
  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958, polar-free form). */
  normal(): number;
  /** A new array in random order (Fisher and Yates; Durstenfeld 1964). */
  shuffled<T>(items: readonly T[]): T[];
}

/**
 * Makes a random source from a seed: sfc32 (Doty-Humphrey, PractRand), keyed by the cyrb128 hash of the seed's text
 * and run 15 rounds before the first draw.
 * @example createRandom('study-1').child('trial-order').shuffled(['a', 'b', 'c'])
 */
export function createRandom(seed: string): Random {
  const next = sfc32(hash128(seed));
  let spareNormal: number | undefined;

  const uniform = (): number => next() / 2 ** 32;
  const integer = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`integer(${below}): expected an integer from 1 to 2^32.`);
    }
    // Draws past the last whole multiple are refused, or small values would come up slightly more often.
    const limit = 2 ** 32 - (2 ** 32 % below);
    let draw = next();
    while (draw >= limit) draw = next();
    return draw % below;
  };

  return {
    seed,
    child: (purpose) => createRandom(`${seed}/${purpose}`),
    uniform,
    integer,
    normal: () => {
      if (spareNormal !== undefined) {
        const value = spareNormal;
        spareNormal = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spareNormal = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffled: (items) => {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        // Both indices are inside the array by construction.
        [result[i], result[j]] = [result[j] as (typeof items)[number], result[i] as (typeof items)[number]];
      }
      return result;
    },
  };
}

type State = readonly [number, number, number, number];

function hash128(text: string): State {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}

function sfc32([a, b, c, d]: State): () => number {
  const next = (): number => {
    const result = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result | 0;
    return result >>> 0;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}
