import { objectives, takesParameter, type Objective, type ObjectiveKind, type ObjectiveParameter } from '@lookalike/iri-configuration';

/** An objective as a form holds it: flat, with the fields of all. Sums of one's own and learned distances are a matter of the API and the command line. */
export interface ObjectiveDraft {
  kind: ObjectiveKind;
  distance: 'nlpd' | 'ms-ssim';
  isCalibrated: boolean;
  /** λ */
  weight: number;
  /** τ */
  maximumRepresentationDistance: number;
}

/** What every field begins with, whichever objective has it. */
const beginning: Omit<ObjectiveDraft, 'kind' | 'isCalibrated'> = Object.assign({}, ...Object.values(objectives).map((objective) => objective.beginning));

/** An objective that the form does not offer begins anew as the plain one. */
export function toObjectiveDraft(objective: Objective): ObjectiveDraft {
  const draft = { ...beginning, isCalibrated: false };
  if (objectives[objective.kind].beginning === undefined || ('distance' in objective && typeof objective.distance !== 'string')) return { ...draft, kind: 'regularizer-free' };
  const weight = 'weight' in objective ? objective.weight : undefined;
  return {
    ...draft,
    kind: objective.kind,
    ...('distance' in objective && typeof objective.distance === 'string' && { distance: objective.distance }),
    ...(weight === 'calibrated' ? { isCalibrated: true } : weight !== undefined && { weight }),
    ...('maximumRepresentationDistance' in objective && { maximumRepresentationDistance: objective.maximumRepresentationDistance }),
  };
}

export function fromObjectiveDraft({ kind, distance, isCalibrated, weight, maximumRepresentationDistance }: ObjectiveDraft): Objective {
  const fields: Record<Exclude<ObjectiveParameter, 'terms'>, unknown> = {
    distance,
    weight: isCalibrated && takesParameter(kind, 'weight', 'calibrated') ? 'calibrated' : weight,
    maximumRepresentationDistance,
  };
  const own = Object.keys(objectives[kind].schema.properties);
  // The fields of the kind are those of its schema; the API checks what stands in them.
  return { kind, ...Object.fromEntries(Object.entries(fields).filter(([name]) => own.includes(name))) } as Objective;
}
