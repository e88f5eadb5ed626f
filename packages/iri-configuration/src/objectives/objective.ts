import { Type, type Static, type TSchema } from 'typebox';
import Value from 'typebox/value';
import { objectives, type ComposedObjective, type ObjectiveKind } from './objectives.ts';
import { keyOf, type PerceptualChoice } from './terms.ts';

/** What the search makes small. The named kinds stand for weighted sums, see {@link composedObjective}. */
export type Objective = { [Kind in ObjectiveKind]: Static<(typeof objectives)[Kind]['schema']> }[ObjectiveKind];
export const Objective = Type.Unsafe<Objective>(Type.Union(Object.values(objectives).map(({ schema }) => schema)));

type FieldsOf<Kind> = Kind extends unknown ? Exclude<keyof Kind, 'kind'> : never;
/** The fields that objectives have besides their kind. */
export type ObjectiveParameter = FieldsOf<Objective>;

/** Whether objectives of a kind have a field and may hold a value in it. */
export function takesParameter(kind: ObjectiveKind, name: ObjectiveParameter, value: unknown): boolean {
  const properties: Readonly<Record<string, TSchema | undefined>> = objectives[kind].schema.properties;
  return properties[name] !== undefined && Value.Check(properties[name], value);
}

/** Spells out a named objective. */
export function composedObjective(objective: Objective): ComposedObjective {
  // Each entry is given its own kind.
  return (objectives[objective.kind] as { compose(objective: Objective): ComposedObjective }).compose(objective);
}

/** Whether the objective grows and falls with d alone, so that a search may end where d is small enough. */
export function isRepresentationDistanceAlone(objective: Objective): boolean {
  const composed = composedObjective(objective);
  return composed.kind === 'weighted-sum' && composed.terms.every(({ kind }) => kind === 'representation-distance');
}

/** The perceptual distances that an objective computes, each once. */
export function perceptualChoicesOf(objective: Objective): PerceptualChoice[] {
  const composed = composedObjective(objective);
  const choices = composed.kind === 'constrained' ? [composed.distance] : composed.terms.flatMap((term) => (term.kind === 'perceptual-distance' ? [term.distance] : []));
  return [...new Map(choices.map((choice) => [keyOf(choice), choice])).values()];
}

/** The images besides its own that an objective compares with. */
export function referencesOf(objective: Objective): readonly ('target' | 'seed')[] {
  const composed = composedObjective(objective);
  if (composed.kind === 'constrained') return ['target'];
  return [...new Set(composed.terms.flatMap((term) => (term.kind === 'perceptual-distance' ? [term.to] : [])))];
}

/** The kinds that are said by their name and a perceptual distance. */
export function kindsByName(): ObjectiveKind[] {
  return kinds().filter((kind) => objectives[kind].schema.required.every((field) => field === 'kind' || field === 'distance'));
}

/** The kinds that a form offers. */
export function kindsOfForms(): ObjectiveKind[] {
  return kinds().filter((kind) => objectives[kind].beginning !== undefined);
}

function kinds(): ObjectiveKind[] {
  // What an object literal was written with are its keys.
  return Object.keys(objectives) as ObjectiveKind[];
}
