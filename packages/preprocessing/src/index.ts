export { describePreprocessing } from './describe-preprocessing.ts';
export { checkPreprocessing, plainPreprocessing, Preprocessing, preprocessingPresets, ResizeRule } from './preprocessing.ts';
export type { Interpolation, PreprocessingCheck, PreprocessingPreset } from './preprocessing.ts';
