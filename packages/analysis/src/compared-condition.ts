import { Condition } from '@lookalike/study';
import { Type, type Static } from 'typebox';
import { nullable } from './given.ts';

/** A condition as results name it. */
export const ComparedCondition = Type.Object({
  id: Type.String(),
  name: Type.String(),
  reference: nullable(Condition.properties.reference),
  factors: Condition.properties.factors,
});
export type ComparedCondition = Static<typeof ComparedCondition>;

export function compared({ conditionId, name, reference, factors }: Condition): ComparedCondition {
  return { id: conditionId, name, reference: reference ?? null, factors };
}
