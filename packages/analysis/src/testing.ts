export { crossedFactors, logOddsOf, plantedContext, plantedSessions, plantedStudy, scoreOf } from './planted-observer.test-data.ts';
export type { PlantedStudy, PlantedTruth } from './planted-observer.test-data.ts';
