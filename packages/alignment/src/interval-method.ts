import type { Interval, SampleSizes } from './estimate.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** `crossed-beta`: see `crossedBetaInterval`. `bootstrap`: what scores had until version 0.1, see `twoWayBootstrap`. */
export type IntervalMethod = 'crossed-beta' | 'bootstrap';

/** Below this number of raters or of targets an interval says that it may be too narrow. */
const FEW_GROUPS = 12;

/** What an interval over crossed raters and targets says of how it was made. */
export function crossedMethod(name: string, { raters, targets }: SampleSizes): string {
  return [`${name} for the effective number of trials over crossed raters and targets`, ...few(raters, 'raters'), ...few(targets, 'targets')].join('; ');
}

/** Why nothing can tell how raters, or targets, differ; undefined where something can. */
export function fewReason({ raters, targets }: Pick<SampleSizes, 'raters' | 'targets'>): string | undefined {
  return raters === 1 ? 'there is one rater' : targets === 1 ? 'there is one target' : undefined;
}

function few(count: number, name: string): string[] {
  return count < FEW_GROUPS ? [`only ${count} ${name}, so its coverage may be some points off where they differ much`] : [];
}

/** Wilson's interval as if there were that few trials. */
export function intervalOfFew(estimate: number, trials: number, level: number, reason: string): Interval {
  return { ...wilsonInterval({ successes: estimate * trials, trials, level }), method: methodOfFew('Wilson score', trials, reason) };
}

export function methodOfFew(name: string, trials: number, reason: string): string {
  return `${name} for ${trials} ${trials === 1 ? 'trial' : 'trials'} (the number of raters or of targets, whichever is smaller), because ${reason}`;
}
