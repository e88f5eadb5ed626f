import { Type } from 'typebox';
import { planSidesAnew } from './practice-round.ts';
import { identicalTrials } from './identical-trials.ts';
import type { TwoAfcTrial } from './trial.ts';
import type { Side, TwoAfcAnswer } from './wire.ts';
import { texts } from './texts.ts';
import type { Task } from '../task.ts';

const closed = { additionalProperties: false } as const;

/** 2AFC has no settings of its own. */
export const TwoAfcSettings = Type.Object({ name: Type.Literal('2afc') }, { ...closed, description: 'Query x_r, options x_t and x_0: which is closer to the query?' });

const CHANCE = 0.5;

const hashOf = ({ leftHash, rightHash }: TwoAfcTrial, side: Side): string => (side === 'left' ? leftHash : rightHash);

/** Two-alternative forced choice (Nanda et al. 2023): is the IRI closer to its target or to its seed? The outcome is 1 where the target was chosen. */
export const twoAfc: Task<{ readonly name: '2afc' }, TwoAfcTrial, TwoAfcAnswer> = {
  name: '2afc',
  title: 'Two-alternative forced choice',
  summary: 'Which of two pictures is closer to the one above: the target or the seed?',
  settings: TwoAfcSettings,
  defaults: { name: '2afc' },
  question: 'Which of the two lower pictures looks closer to the upper one?',
  texts,
  usualPerCondition: 16,
  usualMinimumResponseTimeMs: 200,
  answer: Type.Object({ side: Type.Union([Type.Literal('left'), Type.Literal('right')]) }, closed),
  form: 'side',
  hasQuery: true,
  chance: () => CHANCE,
  groupSize: () => 1,
  accepts: () => true,
  distanceName: () => undefined,
  sets: () => undefined,
  issuesOfSettings: () => [],

  issuesOfStudy({ conditions, stimuli }) {
    const without = stimuli.find(({ seedHash }) => seedHash === null);
    if (without === undefined) return [];
    const name = conditions.find(({ conditionId }) => conditionId === without.conditionId)?.name ?? without.conditionId;
    return [{ path: '/conditions', code: 'study.seed_missing', message: `2AFC offers the seed beside the target, and stimuli of "${name}" have none.`, fix: 'Give their seeds, take the condition out, or choose matching or classification.' }];
  },

  scored({ stimuli: [stimulus], turn }) {
    if (stimulus === undefined || stimulus.seedHash === null) throw new Error('A 2AFC trial was planned without a stimulus with a seed.');
    const { conditionId, targetId, iriId, queryHash, targetHash, seedHash } = stimulus;
    const targetIsLeft = turn % 2 === 0;
    return {
      role: 'scored',
      items: [{ conditionId, targetId, iriId }],
      queryHash,
      leftHash: targetIsLeft ? targetHash : seedHash,
      rightHash: targetIsLeft ? seedHash : targetHash,
      alignedSide: targetIsLeft ? 'left' : 'right',
    };
  },

  known: ({ study, avoid, practiceCount, catchCount, rng }) => identicalTrials({ pool: study.stimuli, avoid, practiceCount, catchCount, rng }),
  practiceRound: planSidesAnew,
  balanceKey: ({ alignedSide }) => alignedSide,

  present: ({ queryHash, leftHash, rightHash }) => ({
    pictures: [
      { slot: 'query', group: 'query', hash: queryHash },
      { slot: 'left', group: 'options', hash: leftHash },
      { slot: 'right', group: 'options', hash: rightHash },
    ],
  }),

  issueOf: () => undefined,

  judge: ({ role, items, alignedSide }, answer) =>
    items.map((item) => {
      if (answer === null) return { ...item, said: 'none' };
      const isAligned = answer.side === alignedSide;
      if (role !== 'scored') return { ...item, said: isAligned ? 'identical' : 'other' };
      return { ...item, outcome: isAligned ? 1 : 0, chance: CHANCE, said: isAligned ? 'target' : 'seed' };
    }),

  isRight: ({ alignedSide }, { side }) => side === alignedSide,
  placeOf: (_trial, { side }) => side,

  columns: {
    query_hash: { type: 'text', meaning: 'The image above: SHA-256 of the PNG file that was shown.', valueOf: ({ queryHash }) => queryHash },
    left_hash: { type: 'text', meaning: 'The left option: SHA-256 of the PNG file that was shown.', valueOf: ({ leftHash }) => leftHash },
    right_hash: { type: 'text', meaning: 'The right option: SHA-256 of the PNG file that was shown.', valueOf: ({ rightHash }) => rightHash },
    aligned_side: { type: 'text', allowed: ['left', 'right'], meaning: 'Side of the target, or in a catch trial of the option identical to the query.', valueOf: ({ alignedSide }) => alignedSide },
    chosen_side: { type: 'text', allowed: ['left', 'right'], meaning: 'The option that the rater chose as closer to the query.', missing: 'the time ran out', valueOf: (_trial, answer) => answer?.side },
    chosen_hash: { type: 'text', meaning: 'The image that the rater chose: equal to left_hash or right_hash.', missing: 'the time ran out', valueOf: (trial, answer) => (answer === null ? undefined : hashOf(trial, answer.side)) },
  },

  answerFrom: ({ chosen_side: side }) => (side === 'left' || side === 'right' ? { side } : null),

  async observe({ pictures }, { distance }, rng) {
    const [query, left, right] = (['query', 'left', 'right'] as const).map((slot) => pictures.find((picture) => picture.slot === slot)?.hash ?? '');
    const [toLeft, toRight] = [await distance(query ?? '', left ?? ''), await distance(query ?? '', right ?? '')];
    if (toLeft === toRight) return { side: rng.integer(2) === 0 ? 'left' : 'right' };
    return { side: toLeft < toRight ? 'left' : 'right' };
  },
};
