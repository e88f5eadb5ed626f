import { AlignmentError } from '@lookalike/alignment';
import { Type, type TSchema } from 'typebox';

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** Why something is not given. */
export const Reason = Type.Object({
  code: Type.String({ description: 'Stable.', examples: ['no_answers'] }),
  text: Type.String({ description: 'One or two sentences for people: what is missing, and what to do.' }),
});
export type Reason = { readonly code: string; readonly text: string };

/** Something that data may not allow: then `value` is null and `reason` says why. Exactly one of the two is null. */
export const orReason = <S extends TSchema>(schema: S) => Type.Object({ value: nullable(schema), reason: nullable(Reason) });
export type Given<T> = { value: T; reason: null } | { value: null; reason: Reason };

export function given<T>(value: T): { value: T; reason: null } {
  return { value, reason: null };
}

export function notGiven(code: string, text: string): { value: null; reason: Reason } {
  return { value: null, reason: { code, text } };
}

/** What data, unlike settings, can make impossible. Their codes without the package's name are the reasons' codes. */
const byData: ReadonlySet<string> = new Set(['alignment.nothing_to_compare', 'alignment.model_data', 'alignment.model_aliased', 'alignment.model_not_converged', 'alignment.bad_column']);

/** A statistic, or why the data do not give it. @throws whatever is not the data's fault, such as a margin out of range. */
export function givenByData<T>(compute: () => T): Given<T> {
  try {
    return given(compute());
  } catch (error) {
    if (error instanceof AlignmentError && byData.has(error.code)) return notGiven(error.code.replace('alignment.', ''), error.message);
    throw error;
  }
}
