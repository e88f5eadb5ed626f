import { createRandom } from '@lookalike/random';
import { Type, type Static } from 'typebox';
import { knownTargets } from '../known-targets.ts';
import type { KnownRequest, Task } from '../task.ts';
import { inTurnsByLabel } from './label-turns.ts';
import type { ClassificationTrial } from './trial.ts';
import { texts } from './texts.ts';
import type { ClassificationAnswer } from './wire.ts';

const closed = { additionalProperties: false } as const;

export const ClassificationSettings = Type.Object(
  {
    name: Type.Literal('classification'),
    labels: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 24, uniqueItems: true, description: '2 to 24 labels of the image set to choose from. Their order on the screen is drawn for each session.' }),
    onlyNamedByNetwork: Type.Boolean({ description: 'Show a stimulus only if the network itself names its target’s class for it (Feather et al. 2023).' }),
  },
  { ...closed, description: 'Which of these labels?' },
);
export type ClassificationSettings = Static<typeof ClassificationSettings>;

/** Originals at their full size: small ones are not beyond doubt. The labels take turns, so that always naming the same one fails. */
function knownTrials({ settings, study, avoid, practiceCount, catchCount, rng, sessionRng }: KnownRequest<ClassificationSettings>): { readonly practice: readonly ClassificationTrial[]; readonly catches: readonly ClassificationTrial[] } {
  const order = knownTargets({ stimuli: study.stimuli, avoid, rng: rng.child('target') });
  const candidates = [...inTurnsByLabel(order.filter(({ targetId }) => !avoid.has(targetId))), ...inTurnsByLabel(order.filter(({ targetId }) => avoid.has(targetId)))];
  const labels = orderOfLabels(settings, sessionRng);
  const trials = (from: number, count: number): ClassificationTrial[] =>
    Array.from({ length: count }, (_, index) => candidates[(from + index) % candidates.length]).flatMap((stimulus) =>
      stimulus?.label === undefined ? [] : [{ role: 'catch' as const, items: [], queryHash: stimulus.originalHash ?? stimulus.targetHash, label: stimulus.label, labels }]);
  return { practice: trials(0, practiceCount), catches: trials(practiceCount, catchCount) };
}

function orderOfLabels({ labels }: ClassificationSettings, sessionRng: KnownRequest<ClassificationSettings>['sessionRng']): readonly string[] {
  return sessionRng.child('labels').shuffled(labels);
}

/** Classification (Feather et al. 2023, model metamers): which class is this? The outcome is 1 where the target's label was named; chance is 1/n. */
export const classification: Task<ClassificationSettings, ClassificationTrial, ClassificationAnswer> = {
  name: 'classification',
  title: 'Classification',
  summary: 'Which of these labels fits the picture?',
  settings: ClassificationSettings,
  defaults: { name: 'classification', labels: [], onlyNamedByNetwork: false },
  question: 'What does the picture show?',
  texts,
  usualPerCondition: 16,
  usualMinimumResponseTimeMs: 200,
  answer: Type.Object({ label: Type.String({ minLength: 1, maxLength: 60 }) }, closed),
  form: 'label',
  hasQuery: true,
  chance: ({ labels }) => 1 / labels.length,
  groupSize: () => 1,
  accepts: ({ label, isNamedByNetwork }, { labels, onlyNamedByNetwork }) => label !== undefined && labels.includes(label) && !(onlyNamedByNetwork && isNamedByNetwork === false),
  distanceName: () => undefined,
  sets: () => undefined,

  issuesOfSettings: ({ labels }) =>
    labels.length >= 2 ? [] : [{
      path: '/labels', code: 'study.too_few_labels',
      message: `There ${labels.length === 1 ? 'is one label' : 'are no labels'} to choose from.`,
      fix: 'Choose 2 to 24 labels of the image set. Folders or a CSV give images their labels.',
    }],

  issuesOfStudy({ stimuli }, { labels }) {
    const foreign = stimuli.find(({ label }) => label === undefined || !labels.includes(label));
    if (foreign === undefined) return [];
    return [{
      path: '/configuration/task/labels', code: 'study.label_foreign',
      message: foreign.label === undefined ? `The target ${foreign.targetId} has no label.` : `The target ${foreign.targetId} has the label "${foreign.label}", which raters could not choose.`,
      fix: 'Give every image one of the labels, or offer the missing label.',
    }];
  },

  scored({ settings, stimuli: [stimulus], sessionRng }) {
    if (stimulus?.label === undefined) throw new Error('A classification trial was planned without a labelled stimulus.');
    const { conditionId, targetId, iriId, queryHash, label } = stimulus;
    return { role: 'scored', items: [{ conditionId, targetId, iriId }], queryHash, label, labels: orderOfLabels(settings, sessionRng) };
  },

  known: knownTrials,
  practiceRound: (practice, round) => createRandom(practice.map(({ queryHash }) => queryHash).join()).child(`round-${round}`).shuffled(practice),
  balanceKey: () => undefined,

  present: ({ queryHash, labels }) => ({
    pictures: [{ slot: 'query', group: 'query', hash: queryHash }],
    choices: labels.map((label) => ({ id: label, text: label })),
  }),

  issueOf({ labels }, { label }) {
    if (labels.includes(label)) return undefined;
    return { path: '/answer/label', code: 'rater.answer_unfit', message: `"${label}" is no label of this study.`, fix: `Answer with one of: ${labels.join(', ')}.` };
  },

  judge: ({ role, items, label, labels }, answer) =>
    items.map((item) => {
      if (answer === null) return { ...item, said: 'none' };
      return { ...item, ...(role === 'scored' ? { outcome: answer.label === label ? 1 : 0, chance: 1 / labels.length } : {}), said: answer.label };
    }),

  isRight: ({ label }, answer) => answer.label === label,
  placeOf: ({ labels }, { label }) => `${labels.indexOf(label)}`,

  columns: {
    query_hash: { type: 'text', meaning: 'The image that was shown: SHA-256 of the PNG file.', valueOf: ({ queryHash }) => queryHash },
    label_order: { type: 'text', meaning: 'The labels in the order in which the session showed them, separated by semicolons.', valueOf: ({ labels }) => labels.join(';') },
    right_label: { type: 'text', meaning: 'The label of the target.', valueOf: ({ label }) => label },
    chosen_label: { type: 'text', meaning: 'The label that the rater chose.', missing: 'the time ran out', valueOf: (_trial, answer) => answer?.label },
  },

  answerFrom: ({ chosen_label: label }) => (typeof label === 'string' ? { label } : null),

  async observe({ pictures: [query], choices = [] }, { distance, labelled }, rng) {
    let best: string[] = [];
    let nearest = Infinity;
    for (const { id } of choices) {
      for (const exemplar of labelled(id)) {
        const d = await distance(query?.hash ?? '', exemplar);
        if (d < nearest) [best, nearest] = [[], d];
        if (d === nearest && !best.includes(id)) best.push(id);
      }
    }
    const candidates = best.length > 0 ? best : choices.map(({ id }) => id);
    return { label: candidates[rng.integer(candidates.length)] ?? '' };
  },
};
