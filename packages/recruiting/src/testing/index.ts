export { prolificStandIn, type ProlificStandIn } from './prolific.ts';
export { prolificId, type StandInBonus, type StandInStudy, type StandInSubmission } from './prolific-state.ts';
export { sonaStandIn, type SonaStandIn } from './sona.ts';
export type { Fault } from './faults.ts';
