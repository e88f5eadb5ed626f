import { Type, type Static } from 'typebox';
import type { Task } from '../task.ts';
import { bestAssignment } from './best-assignment.ts';
import { setsOfNear, setsOfOneLabel } from './hard-sets.ts';
import { knownSets, orderOf, placeTargetsAnew } from './known-sets.ts';
import type { MatchingTrial } from './trial.ts';
import { texts } from './texts.ts';
import { nearnessDistances, querySlot, targetSlot, type MatchingAnswer, type NearnessDistance } from './wire.ts';

const closed = { additionalProperties: false } as const;

const Distance = Type.Unsafe<NearnessDistance>(Type.Union(nearnessDistances.map((name) => Type.Literal(name)), { description: 'The perceptual distance between targets.' }));

export const MatchingSettings = Type.Object(
  {
    name: Type.Literal('matching'),
    setSize: Type.Integer({ minimum: 2, maximum: 6, description: 'Pictures to be matched in one trial. A phone shows at most 4.' }),
    sets: Type.Union(
      [
        Type.Object({ kind: Type.Literal('random') }, closed),
        Type.Object({ kind: Type.Literal('label') }, closed),
        Type.Object({ kind: Type.Literal('near'), distance: Distance }, closed),
      ],
      { description: 'Which targets come together: random ones, ones of one label, or ones that look alike by a perceptual distance. The same for all conditions.' },
    ),
  },
  { ...closed, description: 'n queries of one condition are matched with their n targets.' },
);
export type MatchingSettings = Static<typeof MatchingSettings>;

/** Matching (Nanda et al. 2023 call it clustering): each IRI of a set to its target. One outcome for each IRI; chance is 1/n. */
export const matching: Task<MatchingSettings, MatchingTrial, MatchingAnswer> = {
  name: 'matching',
  title: 'Matching',
  summary: 'Which of several targets does each picture belong to?',
  settings: MatchingSettings,
  defaults: { name: 'matching', setSize: 3, sets: { kind: 'random' } },
  question: 'Which of the lower pictures does each upper picture look like?',
  texts,
  usualPerCondition: 15,
  usualMinimumResponseTimeMs: 1000,
  answer: Type.Object({ assignment: Type.Array(Type.Integer({ minimum: 0, maximum: 5 }), { minItems: 2, maxItems: 6 }) }, closed),
  form: 'assignment',
  hasQuery: true,
  chance: ({ setSize }) => 1 / setSize,
  groupSize: ({ setSize }) => setSize,
  accepts: () => true,

  distanceName: ({ sets }) => (sets.kind === 'near' ? sets.distance : undefined),

  sets({ settings: { setSize, sets }, targets, distance, rng }) {
    if (sets.kind === 'random') return undefined;
    if (sets.kind === 'label') return setsOfOneLabel(targets, setSize, rng);
    if (distance === undefined) throw new Error(`Sets that are near by ${sets.distance} were asked for without distances.`);
    return setsOfNear(targets, setSize, distance);
  },

  issuesOfSettings: () => [],

  issuesOfStudy({ sets, stimuli }, { setSize, sets: rule }) {
    if (rule.kind !== 'random' && sets === undefined) {
      return [{ path: '/configuration/task/sets', code: 'study.sets_missing', message: 'Which targets come together was not drawn.', fix: 'Draw the sets when the study is launched, or choose random ones.' }];
    }
    if (sets === undefined || sets.length > 0) return [];
    const labels = new Set(stimuli.flatMap(({ label }) => label ?? []));
    return [{
      path: '/configuration/task/sets', code: 'study.too_few_of_a_label',
      message: rule.kind === 'label' ? `No label has ${setSize} targets that every condition shows (labels: ${labels.size}).` : `There are fewer than ${setSize} targets that every condition shows.`,
      fix: 'Make the sets smaller, choose random sets, or use images with labels.',
    }];
  },

  scored({ stimuli, rng }) {
    const { first, match } = orderOf(stimuli.length, rng.child('targets'));
    const targets = first.flatMap((position) => stimuli[position] ?? []);
    return {
      role: 'scored',
      items: stimuli.map(({ conditionId, targetId, iriId }) => ({ conditionId, targetId, iriId })),
      queryHashes: stimuli.map(({ queryHash }) => queryHash),
      targetHashes: targets.map(({ targetHash }) => targetHash),
      targetIds: targets.map(({ targetId }) => targetId),
      match,
    };
  },

  known: (request) => knownSets(request, request.settings.setSize),
  practiceRound: placeTargetsAnew,
  balanceKey: () => undefined,

  present: ({ queryHashes, targetHashes }) => ({
    pictures: [
      ...queryHashes.map((hash, position) => ({ slot: querySlot(position), group: 'query' as const, hash })),
      ...targetHashes.map((hash, position) => ({ slot: targetSlot(position), group: 'options' as const, hash })),
    ],
  }),

  issueOf({ match }, { assignment }) {
    if (assignment.length === match.length && match.every((_, position) => assignment.includes(position))) return undefined;
    return {
      path: '/answer/assignment', code: 'rater.answer_unfit',
      message: `The assignment [${assignment.join(', ')}] is no permutation of the ${match.length} targets.`,
      fix: `Give each of the positions 0 to ${match.length - 1} once.`,
    };
  },

  judge({ items, match, targetIds }, answer) {
    return items.map((item, query) => {
      const chosen = answer?.assignment[query];
      if (chosen === undefined) return { ...item, said: 'none' };
      return { ...item, outcome: chosen === match[query] ? 1 : 0, chance: 1 / match.length, said: targetIds[chosen] ?? 'none' };
    });
  },

  isRight: ({ match, queryHashes, targetHashes }, { assignment }) =>
    // Where one picture is there twice, either of the two is right.
    match.every((_, query) => targetHashes[assignment[query] ?? -1] === queryHashes[query]),
  placeOf: (_trial, { assignment }) => assignment.join('-'),

  columns: {
    set_size: { type: 'integer', minimum: 2, maximum: 6, meaning: 'Pictures that were matched in the trial.', valueOf: ({ match }) => match.length },
    query_hashes: { type: 'text', meaning: 'The images above, from left to right: SHA-256 of the PNG files that were shown, separated by semicolons.', valueOf: ({ queryHashes }) => queryHashes.join(';') },
    target_hashes: { type: 'text', meaning: 'The images below, from left to right, likewise.', valueOf: ({ targetHashes }) => targetHashes.join(';') },
    match: { type: 'text', meaning: 'For each image above the position of its target below, from 0, separated by semicolons.', valueOf: ({ match }) => match.join(';') },
    assignment: { type: 'text', meaning: 'For each image above the position of the image below that the rater gave it.', missing: 'the time ran out', valueOf: (_trial, answer) => answer?.assignment.join(';') },
    matched_count: { type: 'integer', minimum: 0, maximum: 6, meaning: 'How many of them are right.', missing: 'the time ran out', valueOf: ({ match }, answer) => answer?.assignment.filter((target, query) => target === match[query]).length },
  },

  answerFrom: ({ assignment }) => (typeof assignment === 'string' ? { assignment: assignment.split(';').map(Number) } : null),

  async observe({ pictures }, { distance }, rng) {
    const queries = pictures.filter(({ group }) => group === 'query');
    const targets = pictures.filter(({ group }) => group === 'options');
    const costs: number[][] = [];
    for (const query of queries) {
      const row: number[] = [];
      for (const target of targets) row.push(await distance(query.hash, target.hash));
      costs.push(row);
    }
    return { assignment: bestAssignment(costs, rng) };
  },
};
