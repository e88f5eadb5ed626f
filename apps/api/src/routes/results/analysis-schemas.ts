import { sections, type SectionName } from '@lookalike/analysis';
import { Type, type TSchema } from 'typebox';
import { Id } from '../../http/fields.ts';
import { named, nullable } from '../../http/named-schema.ts';
import { IncludeFilter, RaterKindFilter } from './schemas.ts';

/** A result that is not there yet. */
export const AnalysisProgress = named(
  'AnalysisProgress',
  Type.Object(
    {
      state: Type.Union([Type.Literal('queued'), Type.Literal('computing')]),
      progress: Type.Number({ minimum: 0, maximum: 1 }),
      startedAt: nullable(Type.String({ format: 'date-time', description: 'When it was taken up; null while it waits for its turn.' })),
    },
    { description: 'The result is being computed: ask again after the seconds that Retry-After says. What nobody asks for any more is dropped.' },
  ),
);

/** What is said of every section's result, with the result. */
export function analysisOf<S extends TSchema>(result: S) {
  return Type.Object({
    studyId: Id,
    raterKind: RaterKindFilter,
    include: IncludeFilter,
    label: Type.String({ description: 'Says in words whose answers these are.' }),
    computedAt: Type.String({ format: 'date-time' }),
    revision: Type.String({ description: 'Of the study and its answers when they were read: another one means that something has changed.' }),
    isCurrent: Type.Boolean({ description: 'Whether nothing has changed since.' }),
    result,
  });
}

/** `by-target` and `byTarget` become `ByTarget`. */
export function pascalCase(name: string): string {
  return name.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
}

/** Every section that there is, with the schema of its answer. */
export const analysisSections = (Object.keys(sections) as SectionName[]).map((section) => ({ section, answer: named(`Analysis${pascalCase(section)}`, analysisOf(sections[section].result)) }));

export const analysisSchemas = [AnalysisProgress, ...analysisSections.map(({ answer }) => answer)];
