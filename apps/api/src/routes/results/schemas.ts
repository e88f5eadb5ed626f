import * as analysis from '@lookalike/analysis';
import { Type, type Static } from 'typebox';
import { Id } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

/** packages/analysis declares what results are; here they get their names in the document. */
export const ConditionScore = named('ConditionScore', analysis.ConditionScore);
export const ConditionComparison = named('ConditionComparison', analysis.ConditionComparison);
export const ConfusionTable = named('ConfusionTable', analysis.ConfusionTable);
export const ResultsQuality = named('ResultsQuality', analysis.ResultsQuality);
export const Shortfall = named('Shortfall', analysis.Shortfall);

export const RaterKindFilter = Type.Union([Type.Literal('person'), Type.Literal('simulated'), Type.Literal('test'), Type.Literal('all')]);
export const IncludeFilter = Type.Union([Type.Literal('passed'), Type.Literal('all')]);

export const ResultsView = named(
  'ResultsView',
  Type.Object({
    studyId: Id,
    raterKind: RaterKindFilter,
    include: IncludeFilter,
    label: Type.String({ description: 'Says in words whose answers these are.', examples: ['Simulated raters, without excluded sessions'] }),
    ...analysis.Results.properties,
    scores: Type.Array(ref(ConditionScore)),
    comparisons: Type.Array(ref(ConditionComparison)),
    confusions: nullable(Type.Array(ref(ConfusionTable), { description: 'Null where answers are no labels.' })),
    quality: ref(ResultsQuality),
    shortfall: nullable(ref(Shortfall)),
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

/** Whose answers a query asks for. */
export function settingsOf({ kind, include }: ResultsQuery): analysis.AnalysisSettings {
  return { raterKind: kind ?? 'person', include: include ?? 'passed' };
}

export const resultsSchemas = [ConditionScore, ConditionComparison, ConfusionTable, ResultsQuality, Shortfall, ResultsView];
