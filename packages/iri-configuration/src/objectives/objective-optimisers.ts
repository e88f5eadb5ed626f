import { optimisers, type OptimiserChoice, type OptimiserKind } from '../optimisers.ts';
import { objectives, type ObjectiveKind } from './objectives.ts';

/** The optimiser that goes with an objective unless an experimenter says otherwise, with its usual settings. */
export function defaultOptimiser({ kind }: { readonly kind: ObjectiveKind }): OptimiserChoice {
  return { ...optimisers[objectives[kind].optimiser].usual };
}

/** Why an objective cannot be followed by a kind of optimiser; nothing where it can. */
export function refusalOf(objective: ObjectiveKind, optimiser: OptimiserKind): string | undefined {
  return objectives[objective].refusedOptimisers?.[optimiser];
}

/** The kinds of optimiser that can follow an objective. */
export function optimisersFor(objective: ObjectiveKind): OptimiserKind[] {
  // What an object literal was written with are its keys.
  return (Object.keys(optimisers) as OptimiserKind[]).filter((optimiser) => refusalOf(objective, optimiser) === undefined);
}
