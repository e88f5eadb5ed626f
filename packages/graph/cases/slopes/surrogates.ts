import { elementCount, GraphBuilder, makeTensor } from '@lookalike/graph';
import type { Graph } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { Draws } from './draws.ts';
import { project } from './slope-case.ts';
import type { SlopeCase } from './slope-case.ts';

interface Surrogate {
  readonly what: string;
  /** The operator whose gradient is another's. */
  readonly bend: (b: GraphBuilder, value: string) => string;
  /** The operator whose slope that gradient is. */
  readonly instead: (b: GraphBuilder, value: string) => string;
  readonly options: (name: string) => NonNullable<SlopeCase['options']>;
}

const slope = 0.2;
const surrogates: readonly Surrogate[] = [
  { what: 'a Relu straight through, as nothing', bend: (b, x) => b.relu(x), instead: (_, x) => x, options: (name) => ({ straightThrough: new Set([name]) }) },
  { what: 'a Relu with a slope, as LeakyRelu', bend: (b, x) => b.relu(x), instead: (b, x) => b.op('LeakyRelu', [x], { alpha: slope }), options: (name) => ({ rectifierSlopes: new Map([[name, slope]]) }) },
  {
    what: 'a ReLU6 with a slope, as one that leaks on both sides', bend: (b, x) => b.clip(x, 0, 6), options: (name) => ({ rectifierSlopes: new Map([[name, slope]]) }),
    instead: (b, x) => b.add(b.mul(x, slope), b.mul(b.clip(x, 0, 6), 1 - slope)),
  },
  {
    what: 'a quantised activation straight through in its range, as a bound', options: () => ({}),
    bend: (b, x) => b.mul(b.clip(b.op('Round', [b.mul(x, 4)], { surrogate: 'quantised-activations' }), -8, 7), 0.25),
    // The outermost whole numbers stand for what is half a step further out, too.
    instead: (b, x) => b.mul(b.clip(b.mul(x, 4), -8.5, 7.5), 0.25),
  },
];

const shape = [2, 3, 6, 5] as const;

/** What has the gradient of something else, by declaration: behind a convolution with as many channels as fill a block. */
export const surrogateCases: readonly SlopeCase[] = surrogates.map(({ what, bend, instead, options }) => {
  const random = createRandom(what);
  const graphOf = (operator: Surrogate['bend']): { readonly b: GraphBuilder; readonly result: string } => {
    const draws = new Draws(random.child('weights'));
    const b = new GraphBuilder({ name: what });
    const x = b.input('image', { type: 'float32', shape: ['N', ...shape.slice(1)] });
    const result = operator(b, b.conv(x, draws.constant(b, [16, 3, 3, 3]), { pads: [1, 1, 1, 1], bias: draws.constant(b, [16], 1, 3) }));
    return { b, result };
  };
  const { b, result } = graphOf(bend);
  const other = graphOf(instead);
  other.b.output(other.result);
  const projected = project(b, result, new Draws(random.child('projection')));
  return {
    ...projected, input: 'image', name: what, surrogate: other.b.build(), options: options(makerOf(projected.graph, result)),
    placeAt: (draw) => {
      const draws = new Draws(random.child(`place ${draw}`));
      return { image: makeTensor('float32', shape, Array.from({ length: elementCount(shape) }, () => draws.whole(-1024, 1024) / 1024)), direction: Float64Array.from({ length: elementCount(shape) }, () => draws.whole(-4, 4) / 4) };
    },
  };
});

/** Name of the node that makes a value. */
function makerOf(graph: Graph, value: string): string {
  return graph.nodes.find(({ outputs }) => outputs.includes(value))!.name;
}
