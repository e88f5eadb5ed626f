export { appendNlpd, nlpd, nlpdScaleCount } from './nlpd.ts';
export { appendMsSsim, msSsim, msSsimExponents } from './ms-ssim.ts';
export { idealObserverScore } from './ideal-observer.ts';
export { perceptualNetwork } from './perceptual-network.ts';
export type { PerceptualNetwork } from './perceptual-network.ts';
export type { ImageSize, PerceptualDistance } from './image-pair.ts';
export { simulatedObserver } from './simulated-observer.ts';
export type { ObservedTrial } from './simulated-observer.ts';
export { PerceptionError } from './perception-error.ts';
