import { Type, type Static } from 'typebox';
import { Count, Id, Share } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';
import { NameView } from '../runs/schemas.ts';

export const Interval = named(
  'Interval',
  Type.Object({
    lower: Type.Number(),
    upper: Type.Number(),
    level: Type.Number({ examples: [0.95] }),
    method: Type.String({ examples: ['two-way bootstrap over raters and targets'] }),
  }),
);

export const SampleSizes = named('SampleSizes', Type.Object({ trials: Count, raters: Count, targets: Count }));

export const AlignmentScoreView = named(
  'AlignmentScoreView',
  Type.Object(
    {
      estimate: nullable(Type.Number({ description: 'Share of trials in which the target was chosen, in [0, 1]; null without trials.' })),
      interval: nullable(ref(Interval)),
      n: ref(SampleSizes),
      chance: Type.Number({ examples: [0.5] }),
      ties: Type.Integer({ minimum: 0, description: 'Trials that count one half.' }),
    },
    { description: 'Human-alignment score of one network.' },
  ),
);

export const NetworkScore = named(
  'NetworkScore',
  Type.Object({
    network: ref(NameView),
    runId: Id,
    layer: Type.String(),
    objective: Type.String({ examples: ['regularizer-free'] }),
    score: ref(AlignmentScoreView),
    distance: nullable(
      Type.Object(
        { median: Type.Number(), mean: Type.Number(), minimum: Type.Number(), maximum: Type.Number() },
        { description: 'd of the 8-bit files that the study shows for this network.' },
      ),
    ),
    acceptance: Type.Object({ accepted: Count, total: Count }, { description: 'How many IRIs of the run passed its gate.' }),
  }),
);

export const ScoreComparison = named(
  'ScoreComparison',
  Type.Object(
    {
      first: ref(NameView),
      second: ref(NameView),
      difference: Type.Object({
        estimate: nullable(Type.Number({ description: 'Score of the first network minus that of the second, on the targets they share.' })),
        interval: nullable(ref(Interval)),
        n: ref(SampleSizes),
      }),
    },
    { description: 'Paired: the same targets and raters for both networks.' },
  ),
);

export const ResultsQuality = named(
  'ResultsQuality',
  Type.Object({
    sessions: Type.Integer({ minimum: 0, description: 'Sessions of this kind that answered at least one main trial.' }),
    completed: Count,
    included: Type.Integer({ minimum: 0, description: 'Sessions that the scores are computed from.' }),
    excluded: Type.Record(Type.String(), Type.Integer(), { description: 'Flagged sessions by reason; a session may have several.' }),
    excludedSessions: Count,
    catchAccuracy: nullable(Share),
    leftShare: nullable(Type.Number({ minimum: 0, maximum: 1, description: 'Share of answers that took the left image: 0.5 without side bias.' })),
    agreement: nullable(Type.Object({ alpha: nullable(Type.Number({ maximum: 1 })), method: Type.String() })),
    medianResponseTimeMs: nullable(Type.Number({ minimum: 0 })),
  }),
);

export const RaterKindFilter = Type.Union([Type.Literal('person'), Type.Literal('simulated'), Type.Literal('test'), Type.Literal('all')]);
export const IncludeFilter = Type.Union([Type.Literal('passed'), Type.Literal('all')]);

export const ResultsView = named(
  'ResultsView',
  Type.Object({
    studyId: Id,
    raterKind: RaterKindFilter,
    include: IncludeFilter,
    label: Type.String({ description: 'Says in words whose answers these are.', examples: ['Simulated raters, without excluded sessions'] }),
    scores: Type.Array(ref(NetworkScore)),
    comparisons: Type.Array(ref(ScoreComparison)),
    quality: ref(ResultsQuality),
  }),
);
export type ResultsView = Static<typeof ResultsView>;

export const ResultsQuery = Type.Object(
  {
    kind: Type.Optional(Type.Union(RaterKindFilter.anyOf, { default: 'person', description: 'Whose answers. `all` mixes people with programs, and says so in `label`.' })),
    include: Type.Optional(Type.Union(IncludeFilter.anyOf, { default: 'passed', description: '`passed` leaves out sessions that an exclusion rule flags; `all` keeps them.' })),
  },
  { additionalProperties: false },
);
export type ResultsQuery = Static<typeof ResultsQuery>;

export const resultsSchemas = [Interval, SampleSizes, AlignmentScoreView, NetworkScore, ScoreComparison, ResultsQuality, ResultsView];
