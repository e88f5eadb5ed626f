import { tick } from 'svelte';
import type { PresentedTrial, ResponseSubmission, Side } from '@lookalike/study';
import { afterPaint, browserImageLoader } from './browser-images.ts';
import { lose, regain, undistracted, type FocusLoss } from './focus-loss.ts';
import { preloadOrder } from './preload-order.ts';
import { mayAnswer, type Measurement } from './trial-timing.ts';

/** The neutral interval between two trials: long enough that the next pair is not seen as a change of the last. */
const intervalMs = 300;

/** The page's three image elements. */
export type Pictures = Record<'query' | Side, HTMLImageElement>;

/**
 * Puts one trial after the other on the screen: the interval, then all three images at once, decoded before; and
 * measures from the paint to the answer.
 */
export class TrialPresenter {
  /** The trial whose images are visible. */
  shown: PresentedTrial | undefined = $state.raw();
  /** Set once it is painted: answers are taken from then on. */
  paintedAtMs: number | undefined = $state();
  /** An image has failed to load several times. */
  stuck = $state(false);
  readonly #loader = browserImageLoader((url) => { this.stuck = url !== undefined; });
  #current: PresentedTrial | undefined;
  #imageLoadMs = 0;
  #focus: FocusLoss = undistracted;

  /** Loads the images of the trials to come. */
  preload(trials: readonly PresentedTrial[]): void {
    this.#loader.want(preloadOrder(trials));
  }

  /** Shows a trial in the page's three images. A newer call takes over from an older one. */
  async present(trial: PresentedTrial, pictures: Pictures): Promise<void> {
    this.#current = trial;
    this.shown = undefined;
    this.paintedAtMs = undefined;
    const urls = { query: trial.queryUrl, left: trial.leftUrl, right: trial.rightUrl };
    const [loaded] = await Promise.all([
      Promise.all(Object.values(urls).map((url) => this.#loader.ready(url))),
      new Promise((resolve) => setTimeout(resolve, intervalMs)),
    ]);
    if (this.#current !== trial) return;
    pictures.query.src = urls.query;
    pictures.left.src = urls.left;
    pictures.right.src = urls.right;
    // The elements decode from the browser's memory; a failure here would mean a blank picture, so it is not ignored.
    await Promise.all([pictures.query.decode(), pictures.left.decode(), pictures.right.decode()]);
    if (this.#current !== trial) return;
    this.#imageLoadMs = Math.max(...loaded.map(({ loadMs }) => loadMs));
    this.#focus = regain({ count: 0, away: document.hidden || !document.hasFocus() });
    this.shown = trial;
    await tick();
    const paintedAtMs = await afterPaint();
    if (this.#current === trial) this.paintedAtMs = paintedAtMs;
  }

  /** Leaves nothing on the screen and takes no answer. */
  clear(): void {
    this.#current = undefined;
    this.shown = undefined;
    this.paintedAtMs = undefined;
  }

  loseFocus = (): void => {
    this.#focus = lose(this.#focus);
  };

  regainFocus = (): void => {
    this.#focus = regain(this.#focus);
  };

  /** What an input event says about the trial on the screen; `undefined` when it cannot be an answer to it. */
  measure(chosenSide: Side, inputType: ResponseSubmission['inputType'], atMs: number): Measurement | undefined {
    const { shown: trial, paintedAtMs } = this;
    if (trial === undefined || paintedAtMs === undefined || !mayAnswer({ paintedAtMs, atMs })) return undefined;
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
