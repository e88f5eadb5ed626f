import { Agreement, AlignmentScore, Estimate } from '@lookalike/alignment';
import { Summary } from '@lookalike/answers';
import { Type, type Static } from 'typebox';
import { ComparedCondition } from '../compared-condition.ts';
import { nullable } from '../given.ts';

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const RandomSeed = Type.String({ description: 'All that the bootstrap of earlier versions draws for its interval follows from it; other intervals draw nothing.' });

export const ConditionScore = Type.Object(
  {
    condition: ComparedCondition,
    network: nullable(Type.Object({ name: Type.String(), fileHash: Type.String({ description: 'SHA-256 of its file.' }) })),
    score: AlignmentScore,
    randomSeed: RandomSeed,
    distance: nullable(Type.Object(Summary.properties, { description: 'd of the 8-bit files that the study shows for this condition; null where there are none.' })),
    acceptance: nullable(Type.Object({ accepted: Count, total: Count }, { description: 'How many IRIs of the run passed its gate; null without a run.' })),
  },
  { description: 'The human-alignment score of one condition.' },
);
export type ConditionScore = Static<typeof ConditionScore>;

export const ConditionComparison = Type.Object(
  { first: ComparedCondition, second: ComparedCondition, difference: Estimate, randomSeed: RandomSeed },
  { description: 'Score of the first condition minus that of the second, paired: on the targets that both have.' },
);
export type ConditionComparison = Static<typeof ConditionComparison>;

export const ConfusionTable = Type.Object(
  {
    condition: ComparedCondition,
    labels: Type.Array(Type.String()),
    counts: Type.Array(Type.Array(Count), { description: 'A row for each right label, a column for each label that was said, both in the order of `labels`.' }),
    unanswered: Type.Array(Count, { description: 'For each right label, how often the time ran out.' }),
  },
  { description: 'What raters said of each label’s stimuli.' },
);
export type ConfusionTable = Static<typeof ConfusionTable>;

export const ResultsQuality = Type.Object({
  sessions: Type.Integer({ minimum: 0, description: 'Sessions of this kind that answered at least one main trial.' }),
  completed: Count,
  included: Type.Integer({ minimum: 0, description: 'Sessions that the scores are computed from.' }),
  excluded: Type.Record(Type.String(), Type.Integer(), { description: 'Flagged sessions by reason; a session may have several.' }),
  excludedSessions: Count,
  catchAccuracy: nullable(Share),
  unansweredCount: Type.Integer({ minimum: 0, description: 'Main trials whose time ran out.' }),
  leftShare: nullable(Type.Number({ minimum: 0, maximum: 1, description: 'Share of answers that took the left image: 0.5 without side bias. Null where answers are no sides.' })),
  agreement: Agreement,
  medianResponseTimeMs: nullable(Type.Number({ minimum: 0 })),
});
export type ResultsQuality = Static<typeof ResultsQuality>;

export const Shortfall = Type.Object(
  {
    answersPerStimulus: Type.Integer({ minimum: 1, description: 'Wanted by the design.' }),
    shortStimuli: Type.Integer({ minimum: 0, description: 'Stimuli that have fewer answers that count.' }),
    missingAnswers: Count,
    placesToAdd: Type.Integer({ minimum: 0, description: 'Places beyond those that are still open or under way, if as many of the new sessions count as of those before.' }),
  },
  { description: 'What exclusions leave short of the wanted answers.' },
);
export type Shortfall = Static<typeof Shortfall>;

/** What the answers of a study come to. */
export const Results = Type.Object({
  scores: Type.Array(ConditionScore),
  comparisons: Type.Array(ConditionComparison),
  confusions: nullable(Type.Array(ConfusionTable, { description: 'Null where answers are no labels.' })),
  quality: ResultsQuality,
  shortfall: nullable(Shortfall),
  bootstrap: Type.Object({ draws: Count, level: Share }, { description: 'The level of all intervals, and how often the bootstrap of earlier versions draws from each one’s seed.' }),
});
export type Results = Static<typeof Results>;
