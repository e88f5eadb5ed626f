import { compareConditions, scoreDifference, type Interval, type PlannedContrast } from '@lookalike/alignment';
import type { Random } from '@lookalike/random';
import type { ReferenceKind } from '@lookalike/study';
import { compared } from '../compared-condition.ts';
import { tablesOf, type AnsweredCondition } from '../counted-answers.ts';
import { givenByData, notGiven, type Given } from '../given.ts';
import type { BetweenReferences } from './stimuli.ts';

type Place = NonNullable<BetweenReferences['place']['value']>;

/** Places at which the interval is looked for; further out a limit is at their end. */
const [LEAST, MOST, STEPS] = [-1, 2, 150];

/** Where a condition stands between the study's references. */
export function betweenReferences(condition: AnsweredCondition, references: readonly AnsweredCondition[], rng: Random): BetweenReferences {
  return {
    references: references.map((reference) => ({ condition: compared(reference.condition), difference: scoreDifference({ first: condition.trials, second: reference.trials }) })),
    place: placeOf(condition, references, rng),
  };
}

function placeOf(condition: AnsweredCondition, references: readonly AnsweredCondition[], rng: Random): Given<Place> {
  const ofKind = (kind: ReferenceKind): AnsweredCondition | undefined => references.find(({ condition: { reference }, trials }) => reference === kind && trials.length > 0);
  const [floor, ceiling] = [ofKind('other-image') ?? ofKind('seed'), ofKind('original')];
  if (condition.trials.length === 0) return notGiven('no_answers', 'Nobody has answered about this condition whose answers count.');
  if (floor === undefined || ceiling === undefined) return notGiven('no_references', 'A place needs answers about a floor (other images, or seeds) and a ceiling (originals).');
  const found = givenByData(() => placeAmong([condition, floor, ceiling], rng));
  if (found.reason !== null) return found;
  return found.value === undefined ? notGiven('references_alike', 'The scores of floor and ceiling cannot be told apart.') : { value: found.value, reason: null };
}

/**
 * (score − floor) / (ceiling − floor). Its interval holds every place p at which score − (1 − p) · floor − p · ceiling may be 0 (Fieller's way), from
 * the one covariance of the three scores.
 * @see Fieller 1954, "Some problems in interval estimation", JRSS B 16(2)
 */
function placeAmong([condition, floor, ceiling]: readonly [AnsweredCondition, AnsweredCondition, AnsweredCondition], rng: Random): Place | undefined {
  const [conditionId, floorId, ceilingId] = [condition, floor, ceiling].map((each) => each.condition.conditionId) as [string, string, string];
  const places = Array.from({ length: STEPS + 1 }, (_, step) => LEAST + ((MOST - LEAST) * step) / STEPS);
  const { scores, differences, contrasts } = compareConditions({
    tables: tablesOf([condition, floor, ceiling]),
    contrasts: places.map((place): PlannedContrast => ({ name: String(place), isPreregistered: false, weights: { [conditionId]: 1, [floorId]: place - 1, [ceilingId]: -place } })),
    // Only single limits are used, for which nothing is drawn.
    rng, draws: 100,
  });
  const room = differences.find(({ firstId, secondId }) => firstId === floorId && secondId === ceilingId);
  if (room === undefined || room.interval.upper >= 0) return undefined;
  const [score, low, high] = scores.map(({ estimate }) => estimate) as [number, number, number];
  return { floorId, ceilingId, estimate: (score - low) / (high - low), interval: intervalOf(places, contrasts.map(({ interval }) => interval)) };
}

/** Contrasts fall as the place rises, so their limits cross 0 once each. */
function intervalOf(places: readonly number[], limits: readonly Interval[]): Interval {
  const crossing = (of: (limit: Interval) => number): number | undefined => {
    const after = limits.findIndex((limit) => of(limit) <= 0);
    if (after === -1) return undefined;
    if (after === 0) return places[0];
    const [x0, x1, y0, y1] = [places[after - 1]!, places[after]!, of(limits[after - 1]!), of(limits[after]!)]; // Neighbours in the list.
    return x0 + ((x1 - x0) * y0) / (y0 - y1);
  };
  const [lower, upper] = [crossing(({ lower: limit }) => limit) ?? MOST, crossing(({ upper: limit }) => limit) ?? MOST];
  const isCut = lower <= LEAST || upper >= MOST;
  return { lower, upper, level: limits[0]!.level, method: `places at which score, floor and ceiling may lie on a line (Fieller)${isCut ? `, looked for from ${LEAST} to ${MOST} only` : ''}` };
}
