import { achievedIn, checkDesign, type Achieved, type CrossedDesign, type VarianceComponents, type Wanted } from '@lookalike/alignment';

/** A sample size with what it is for: all that its reasoning follows from. */
export interface SamplePlan {
  readonly wanted: Wanted;
  readonly components: VarianceComponents;
  readonly design: CrossedDesign;
}

/** @throws alignment.bad_wanted, alignment.bad_margin, alignment.bad_components, alignment.bad_design */
export function achievedBy({ wanted, components, design }: SamplePlan): Achieved {
  checkDesign(design);
  return achievedIn(wanted, components)(design);
}
