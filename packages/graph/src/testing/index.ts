export { checkGradient } from './check-gradient.ts';
export { hostileNames, renamedGraph, valueNamesMade } from './hostile-names.ts';
export type { NamedGraph } from './hostile-names.ts';
