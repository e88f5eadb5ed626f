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

/** Queries hold words: a number is one of digits. */
const Decimal = (description: string) => Type.Optional(Type.String({ pattern: '^[0-9]{1,6}(\\.[0-9]{1,9})?$', description }));

/** What a section can be asked besides whose answers. */
export const AnalysisQuery = Type.Object(
  {
    ...ResultsQuery.properties,
    equivalenceMargin: Decimal('Scores that differ by less count as equal, in (0, 1).'),
    distanceRatio: Decimal('Matched stimuli differ in d at most by this factor, above 1.'),
    acceptanceDifference: Decimal('Matched conditions differ in the share of accepted IRIs at most by this, in (0, 1].'),
  },
  { additionalProperties: false },
);
export type AnalysisQuery = Static<typeof AnalysisQuery>;

/** What a query asks for. Ranges are the sections' to check. */
export function settingsOf({ kind, include, equivalenceMargin, distanceRatio, acceptanceDifference }: AnalysisQuery): analysis.AnalysisSettings {
  return {
    raterKind: kind ?? 'person',
    include: include ?? 'passed',
    ...(equivalenceMargin !== undefined && { equivalenceMargin: Number(equivalenceMargin) }),
    ...(distanceRatio !== undefined && { distanceRatio: Number(distanceRatio) }),
    ...(acceptanceDifference !== undefined && { acceptanceDifference: Number(acceptanceDifference) }),
  };
}

export const resultsSchemas = [ConditionScore, ConditionComparison, ConfusionTable, ResultsQuality, Shortfall, ResultsView];
