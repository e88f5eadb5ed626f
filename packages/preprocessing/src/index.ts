export { describePreprocessing } from './describe-preprocessing.ts';
export { hashedConfiguration } from './hashed-configuration.ts';
export { channelsOf, checkPreprocessing, OtherInputs, Preprocessing, ResizeRule, unnormalised } from './preprocessing.ts';
export type { ChannelCount, ImageFormat, Interpolation, PreprocessingCheck } from './preprocessing.ts';
export { plainPreprocessing, preprocessingPresets } from './preprocessing-presets.ts';
export type { PreprocessingPreset } from './preprocessing-presets.ts';
