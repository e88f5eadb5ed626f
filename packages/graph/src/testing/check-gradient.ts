import { createRandom } from '@lookalike/random';
import type { Random } from '@lookalike/random';
import { differentiate } from '../differentiate.ts';
import { evaluate } from '../evaluate.ts';
import type { Graph, Tensor } from '../graph.ts';

interface CheckOptions {
  readonly of: string;
  readonly withRespectTo: string;
  readonly feeds: ReadonlyMap<string, Tensor>;
  readonly tolerance?: number;
}

/** Step of the central difference: the error of both truncation and rounding in doubles is then near 1e-10. */
const step = 1e-5;

/**
 * Compares the gradient of a rule with central differences along random directions, all in doubles.
 * @throws Error with the analytic and the numeric slope when they disagree.
 */
export function checkGradient(graph: Graph, { of, withRespectTo, feeds, tolerance = 1e-6 }: CheckOptions): void {
  const differentiated = differentiate(graph, { of, withRespectTo });
  const gradient = doubles(evaluate(differentiated.graph, feeds, [differentiated.gradient]).get(differentiated.gradient)!);
  const at = feeds.get(withRespectTo)!;
  if (gradient.length !== at.data.length) throw new Error(`The gradient has ${gradient.length} values, the input ${at.data.length}.`);
  const random = createRandom(`check ${of} ${withRespectTo}`);
  for (let trial = 0; trial < 4; trial++) {
    const direction = unitVector(random, gradient.length);
    const analytic = gradient.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
    const along = (distance: number): number => {
      const moved = Float64Array.from(doubles(at), (value, i) => value + distance * direction[i]!);
      const value = evaluate(graph, new Map([...feeds, [withRespectTo, { type: 'float64', shape: at.shape, data: moved }]]), [of]).get(of)!;
      return doubles(value).reduce((sum, part) => sum + part, 0);
    };
    const numeric = (along(step) - along(-step)) / (2 * step);
    const scale = Math.max(1e-3, Math.abs(numeric), Math.sqrt(gradient.reduce((sum, slope) => sum + slope * slope, 0) / gradient.length));
    if (!(Math.abs(analytic - numeric) <= tolerance * scale)) {
      throw new Error(`d(${of})/d(${withRespectTo}) along random direction ${trial}: the rule says ${analytic}, finite differences say ${numeric}.`);
    }
  }
}

function doubles(tensor: Tensor): Float64Array {
  return Float64Array.from(tensor.data as Iterable<number>);
}

function unitVector(random: Random, length: number): Float64Array {
  const draws = Float64Array.from({ length }, () => random.normal());
  const size = Math.sqrt(draws.reduce((sum, x) => sum + x * x, 0));
  return draws.map((x) => x / size);
}
