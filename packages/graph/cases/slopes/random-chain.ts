import { elementCount, GraphBuilder, GraphError, makeTensor } from '@lookalike/graph';
import { createRandom } from '@lookalike/random';
import { Draws } from './draws.ts';
import { bendingLinks } from './links/bending.ts';
import { combiningLinks } from './links/combining.ts';
import { convolvingLinks } from './links/convolving.ts';
import { movingLinks } from './links/moving.ts';
import { normalisingLinks } from './links/normalising.ts';
import { pickingLinks } from './links/picking.ts';
import { poolingLinks } from './links/pooling.ts';
import type { Link } from './links/link.ts';
import { project } from './slope-case.ts';
import type { SlopeCase, SlopePlace } from './slope-case.ts';

const links = { ...convolvingLinks, ...poolingLinks, ...bendingLinks, ...combiningLinks, ...movingLinks, ...pickingLinks, ...normalisingLinks };
type LinkName = keyof typeof links;
const groups = [convolvingLinks, convolvingLinks, poolingLinks, poolingLinks, bendingLinks, bendingLinks, combiningLinks, movingLinks, pickingLinks, normalisingLinks].map((group) => Object.keys(group) as readonly LinkName[]);

/** Those with steps, at which no slope is near the one beside it: nothing lies on a tie before them. */
const stepped: ReadonlySet<LinkName> = new Set<LinkName>(['steps', 'remainder', 'rootOfRelu', 'signedRoot', 'choice']);

const mostLinks = 4;
const mostValues = 6000;

/** Chains in which faults were found or are likely: of what decides, moves or meets infinities, behind as many channels as fill a block. */
const suspects: readonly (readonly LinkName[])[] = [
  ['resizeNearest'], ['convToBlocks', 'maxPoolAmongInfinities'], ['convToBlocks', 'relu', 'resizeNearest'], ['convToBlocks', 'padWithInfinity', 'convToBlocks'], ['convToBlocks', 'relu', 'maxPool', 'conv'],
];

/** Seeds for {@link randomChain}, the same ones every time: as many of random chains as wanted, and a quarter as many of suspects. */
export function chainSeeds(count: number): readonly string[] {
  const suspected = Array.from({ length: Math.ceil(count / 4) }, (_, i) => `${suspects[i % suspects.length]!.join(' ')} ${Math.floor(i / suspects.length)}`);
  return [...Array.from({ length: count }, (_, i) => `gradients ${i}`), ...suspected];
}

/**
 * A chain of one to four random operators with random attributes, sizes and channel counts, 16 and more among them, on an image that lies
 * anywhere or, where there is one operator only, on ties.
 * @param seed a word and a number; the names of links in place of the word make a chain of these
 * @param without numbers of links to leave out, to make a smaller case that differs in nothing else
 */
export function randomChain(seed: string, { without = [] }: { readonly without?: readonly number[] } = {}): SlopeCase {
  const random = createRandom(seed);
  const plan = new Draws(random.child('plan'));
  const drawn = Array.from({ length: plan.pick([1, 1, 2, 2, 3, mostLinks]) }, () => plan.pick(plan.pick(groups)));
  const words = seed.split(' ').slice(0, -1);
  const names = words.every(isLinkName) ? words : drawn;
  const sizes = [plan.pick([1, 3, 4, 8, 16, 16, 20, 32]), plan.whole(2, 9), plan.whole(2, 9)] as const;
  const batch = plan.pick([1, 2]);
  const onTies = names.length === 1 && !stepped.has(names[0]!) && plan.is(0.5);

  const b = new GraphBuilder({ name: seed });
  let value = b.input('image', { type: 'float32', shape: ['N', ...sizes] });
  const taken: string[] = [];
  names.forEach((name, i) => {
    const next = without.includes(i) ? undefined : attempt(b, value, links[name], new Draws(random.child(`link ${i}`)));
    if (next === undefined) return;
    value = next;
    taken.push(`${i} ${name}`);
  });
  const shape = [batch, ...sizes];
  return {
    ...project(b, value, new Draws(random.child('weights'))),
    name: `${seed}: ${taken.join(' → ') || 'nothing'} of [${shape.join(', ')}]${onTies ? ' on ties' : ''}`,
    input: 'image',
    placeAt: (draw) => placeOf(shape, onTies, new Draws(random.child(`place ${draw}`))),
  };
}

/** Off ties, values keep away from 0, where most bends are. */
function placeOf(shape: readonly number[], onTies: boolean, draws: Draws): SlopePlace {
  const length = elementCount(shape);
  const value = (): number => (onTies ? draws.whole(-4, 4) / 4 : draws.pick([1, -1]) * draws.whole(16, 2048) / 1024);
  return { image: makeTensor('float32', shape, Array.from({ length }, value)), direction: Float64Array.from({ length }, () => draws.whole(-4, 4) / 4) };
}

function isLinkName(word: string): word is LinkName {
  return Object.hasOwn(links, word);
}

/** What a link appends is dropped where it does not fit the shape that it meets, or becomes too large. */
function attempt(b: GraphBuilder, value: string, link: Link, draws: Draws): string | undefined {
  try {
    const result = link(b, value, draws);
    if (result === undefined) return undefined;
    const count = elementCount(b.shapeOf(result).slice(1) as readonly number[]);
    return count === 0 || count > mostValues ? undefined : result;
  } catch (error) {
    if (error instanceof GraphError && error.code === 'graph.shape_mismatch') return undefined;
    throw error;
  }
}
