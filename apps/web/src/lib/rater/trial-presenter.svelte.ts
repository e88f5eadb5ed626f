import { tick } from 'svelte';
import type { PresentedTrial, ResponseSubmission, Side } from '@lookalike/study';
import { afterPaint, browserImageLoader } from './browser-images.ts';
import { lose, regain, undistracted, type FocusLoss } from './focus-loss.ts';
import { preloadOrder } from './preload-order.ts';
import { mayAnswer, settleMs, type Measurement } from './trial-timing.ts';

/** The neutral interval between two trials: long enough that the next pair is not seen as a change of the last. */
const intervalMs = 300;
const retryMs = 1000;
const places = ['query', 'left', 'right'] as const;

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The page's three image elements. */
export type Pictures = Record<(typeof places)[number], HTMLImageElement>;

/**
 * Puts one trial after the other on the screen: the interval, then all three images at once, decoded before; and
 * measures from the paint to the answer.
 */
export class TrialPresenter {
  /** The trial whose images are visible. */
  shown: PresentedTrial | undefined = $state.raw();
  /** Answers are taken: it is painted, and what was meant for the trial before has passed. */
  open = $state(false);
  /** An image has failed to load several times. */
  stuck = $state(false);
  readonly #loader = browserImageLoader((url) => { this.stuck = url !== undefined; });
  #current: PresentedTrial | undefined;
  #paintedAtMs: number | undefined;
  #imageLoadMs = 0;
  #focus: FocusLoss = undistracted;

  /** Loads the images of the trials to come. */
  preload(trials: readonly PresentedTrial[]): void {
    this.#loader.want(preloadOrder(trials));
  }

  /** Shows a trial in the page's three images. A newer call takes over from an older one. */
  async present(trial: PresentedTrial, pictures: Pictures): Promise<void> {
    this.clear();
    this.#current = trial;
    const urls = { query: trial.queryUrl, left: trial.leftUrl, right: trial.rightUrl };
    const [loaded] = await Promise.all([
      Promise.all(Object.values(urls).map((url) => this.#loader.ready(url))),
      wait(intervalMs),
    ]);
    if (this.#current !== trial) return;
    for (const place of places) await this.#put(pictures[place], urls[place], () => this.#current === trial);
    if (this.#current !== trial) return;
    this.#imageLoadMs = Math.max(...loaded.map(({ loadMs }) => loadMs));
    this.#focus = regain({ count: 0, away: document.hidden || !document.hasFocus() });
    this.shown = trial;
    await tick();
    const paintedAtMs = await afterPaint();
    if (this.#current !== trial) return;
    this.#paintedAtMs = paintedAtMs;
    await wait(settleMs - (performance.now() - paintedAtMs));
    if (this.#current === trial) this.open = true;
  }

  /** Fills one element, from the browser's memory as a rule. Never shown before it is decoded, so it is never blank. */
  async #put(picture: HTMLImageElement, url: string, wanted: () => boolean): Promise<void> {
    while (wanted()) {
      try {
        picture.src = url;
        await picture.decode();
        return;
      } catch {
        // The browser had let it go and could not load it again just now.
        await wait(retryMs);
      }
    }
  }

  /** Leaves nothing on the screen and takes no answer. */
  clear(): void {
    this.#current = undefined;
    this.shown = undefined;
    this.open = false;
    this.#paintedAtMs = undefined;
  }

  loseFocus = (): void => {
    this.#focus = lose(this.#focus);
  };

  regainFocus = (): void => {
    this.#focus = regain(this.#focus);
  };

  /** What an input event says about the trial on the screen; `undefined` when it cannot be an answer to it. */
  measure(chosenSide: Side, inputType: ResponseSubmission['inputType'], atMs: number): Measurement | undefined {
    const trial = this.shown;
    const paintedAtMs = this.#paintedAtMs;
    if (!this.open || trial === undefined || paintedAtMs === undefined || !mayAnswer({ paintedAtMs, atMs })) return undefined;
    return {
      trialIndex: trial.trialIndex,
      round: trial.round,
      chosenSide,
      paintedAtMs,
      answeredAtMs: atMs,
      nowMs: performance.now(),
      epochMs: Date.now(),
      focusLossCount: this.#focus.count,
      viewportWidthPx: window.innerWidth,
      viewportHeightPx: window.innerHeight,
      devicePixelRatio: window.devicePixelRatio,
      inputType,
      imageLoadMs: this.#imageLoadMs,
    };
  }
}
