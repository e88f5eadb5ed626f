export { describePreprocessing } from './describe-preprocessing.ts';
export { channelsOf, checkPreprocessing, Preprocessing, ResizeRule, unnormalised } from './preprocessing.ts';
export type { ChannelCount, ImageFormat, Interpolation, PreprocessingCheck } from './preprocessing.ts';
export { plainPreprocessing, preprocessingPresets } from './preprocessing-presets.ts';
export type { PreprocessingPreset } from './preprocessing-presets.ts';
