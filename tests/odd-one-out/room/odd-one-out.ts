import { createRandom, type Random } from '@lookalike/random';
import type { Stimulus, Task, TaskTrial } from '@lookalike/study';
import { Type } from 'typebox';

const closed = { additionalProperties: false } as const;

interface OddOneOutTrial extends TaskTrial {
  readonly hashes: readonly string[];
  /** Position of the picture that does not belong. */
  readonly odd: number;
}

interface OddOneOutAnswer {
  readonly option: number;
}

/** Two pictures that belong together and one that does not, in an order of chance. */
function arrange(role: TaskTrial['role'], items: TaskTrial['items'], pair: readonly [string, string], odd: string, rng: Random): OddOneOutTrial {
  const order = rng.shuffled([pair[0], pair[1], odd].map((hash, position) => ({ hash, isOdd: position === 2 })));
  return { role, items, hashes: order.map(({ hash }) => hash), odd: order.findIndex(({ isOdd }) => isOdd) };
}

function another(stimuli: readonly Stimulus[], { targetId, targetHash }: Stimulus, rng: Random): Stimulus {
  const others = stimuli.filter((stimulus) => stimulus.targetId !== targetId && stimulus.targetHash !== targetHash);
  const other = others[rng.integer(Math.max(1, others.length))];
  if (other === undefined) throw new Error('There is one target only.');
  return other;
}

/** An IRI, its target and another target: which does not belong? The outcome is 1 where the other target was chosen. */
export const oddOneOut: Task<{ readonly name: 'odd-one-out' }, OddOneOutTrial, OddOneOutAnswer> = {
  name: 'odd-one-out',
  title: 'Odd one out',
  summary: 'Which of three pictures does not belong?',
  settings: Type.Object({ name: Type.Literal('odd-one-out') }, closed),
  defaults: { name: 'odd-one-out' },
  question: 'Which picture does not belong?',
  texts: { title: 'Odd one out', landing: '', instructions: 'Choose the picture that does not belong.', debrief: '' },
  usualPerCondition: 4,
  usualMinimumResponseTimeMs: 200,
  answer: Type.Object({ option: Type.Integer({ minimum: 0, maximum: 2 }) }, closed),
  form: 'option',
  hasQuery: false,
  chance: () => 1 / 3,
  groupSize: () => 1,
  accepts: () => true,
  distanceName: () => undefined,
  sets: () => undefined,
  issuesOfSettings: () => [],
  issuesOfStudy: () => [],
  scored({ stimuli: [stimulus], study, rng }) {
    if (stimulus === undefined) throw new Error('A trial without a stimulus.');
    const other = another(study.stimuli, stimulus, rng.child('other'));
    const { conditionId, targetId, iriId, queryHash, targetHash } = stimulus;
    return arrange('scored', [{ conditionId, targetId, iriId }, { targetId: other.targetId }], [queryHash, targetHash], other.targetHash, rng.child('order'));
  },
  known({ study, practiceCount, catchCount, rng }) {
    const trials = (from: number, count: number): OddOneOutTrial[] => Array.from({ length: count }, (_, index) => {
      const stimulus = study.stimuli[(from + index) % study.stimuli.length];
      if (stimulus === undefined) throw new Error('A study without stimuli.');
      const trialRng = rng.child(`known-${from + index}`);
      return arrange('catch', [], [stimulus.targetHash, stimulus.targetHash], another(study.stimuli, stimulus, trialRng.child('other')).targetHash, trialRng.child('order'));
    });
    return { practice: trials(0, practiceCount), catches: trials(practiceCount, catchCount) };
  },
  practiceRound: (practice, round) => createRandom(practice.map(({ hashes }) => hashes.join()).join()).child(`round-${round}`).shuffled(practice),
  balanceKey: ({ odd }) => `${odd}`,
  present: ({ hashes }) => ({ pictures: hashes.map((hash, position) => ({ slot: `option-${position}`, group: 'options', hash })) }),
  issueOf: () => undefined,
  judge: ({ role, items, odd }, answer) => items.map((item) => ({
    ...item, said: answer === null ? 'none' : `${answer.option}`, ...(role === 'scored' && item.iriId !== undefined && answer !== null ? { outcome: answer.option === odd ? 1 : 0, chance: 1 / 3 } : {}),
  })),
  isRight: ({ odd }, { option }) => option === odd,
  placeOf: (_trial, { option }) => `${option}`,
  columns: {
    option_hashes: { type: 'text', meaning: 'The pictures from left to right.', valueOf: ({ hashes }) => hashes.join(';') },
    odd_option: { type: 'integer', meaning: 'Position of the picture that does not belong.', valueOf: ({ odd }) => odd },
    chosen_option: { type: 'integer', meaning: 'Position of the picture that was chosen.', missing: 'the time ran out', valueOf: (_trial, answer) => answer?.option },
  },
  answerFrom: ({ chosen_option: option }) => (typeof option === 'number' ? { option } : null),
  async observe({ pictures }, { distance }) {
    const sums: number[] = [];
    for (const a of pictures) {
      let sum = 0;
      for (const b of pictures) sum += await distance(a.hash, b.hash);
      sums.push(sum);
    }
    return { option: sums.indexOf(Math.max(...sums)) };
  },
};
