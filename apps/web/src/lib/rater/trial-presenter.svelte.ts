import { createContext, flushSync, tick } from 'svelte';
import type { PictureGroup, PresentationSettings, PresentedTrial } from '@lookalike/study';
import { nextFrame } from './browser-frames.ts';
import { browserImageLoader } from './browser-images.ts';
import { lose, regain, undistracted, type FocusLoss } from './focus-loss.ts';
import { hold, letGo, noKeys } from './held-keys.ts';
import type { Input } from './input.ts';
import { trialKey } from './outbox.ts';
import { preloadOrder } from './preload-order.ts';
import { Pictures } from './presentation/pictures.ts';
import { playSteps, type Played } from './presentation/play-steps.ts';
import { stepsOf, withEverything, type Step } from './presentation/steps.ts';
import type { Screen } from './screen/screen.svelte.ts';
import type { SessionNotes } from './session-notes.ts';
import { mayAnswer, settleMs, type Measurement, type ShownAs } from './trial-timing.ts';

/** The neutral interval between two trials: long enough that the next pair is not seen as a change of the last. */
const intervalMs = 300;

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export interface PresenterParts {
  readonly sessionId: string;
  readonly settings: PresentationSettings;
  readonly screen: Screen;
  readonly notes: SessionNotes;
  /** The side of the pictures' places, CSS px. */
  readonly sidePx: () => number;
  /** A picture of this trial has failed to load several times; once per picture. */
  readonly onStuck: (trial: PresentedTrial) => void;
  /** The time to answer ran out, at this time. */
  readonly onTimeOut: (atMs: number) => void;
}

/** One showing of a trial, from its first picture on; another one takes its place. */
interface Showing {
  readonly trial: PresentedTrial;
  readonly steps: readonly Step[];
  readonly frameMs: number;
  readonly presentationCount: number;
  readonly imageLoadMs: number;
  /** Absent until the last step is painted. */
  played?: Played;
}

/**
 * Puts one trial after the other on the screen: the interval, then its steps frame by frame, with all pictures decoded and painted before; and
 * measures from the paint of what can be answered to the answer.
 */
export class TrialPresenter {
  /** What stands on the screen of the trial `shown`. */
  step: Step | undefined = $state.raw();
  shown: PresentedTrial | undefined = $state.raw();
  /** Answers are taken: it is painted, and what was meant for the trial before has passed. */
  isOpen = $state(false);
  /** An image has failed to load several times. */
  isStuck = $state(false);
  /** The trial begins when the rater is back at the page: shown to nobody, its time would run. */
  isWaiting = $state(false);
  /** When the time to answer runs out; undefined without a limit, and before it runs. */
  deadlineMs: number | undefined = $state.raw();
  readonly #parts: PresenterParts;
  readonly #loader = browserImageLoader((url) => {
    this.isStuck = url !== undefined;
    if (url !== undefined) this.#tellStuck(url);
  });
  /** Pictures that the server was told of. */
  #told: readonly string[] = [];
  #ahead: readonly PresentedTrial[] = [];
  readonly pictures = new Pictures();
  #images: readonly HTMLImageElement[] = [];
  #current: { readonly trial: PresentedTrial } | undefined;
  #showing: Showing | undefined;
  #focus: FocusLoss = undistracted;
  #heldKeys = noKeys;
  #isCovered = false;
  #attend: (() => void) | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: PresenterParts) {
    this.#parts = parts;
  }

  /** Loads the images of the trials to come. */
  preload(trials: readonly PresentedTrial[]): void {
    this.#ahead = trials;
    this.#loader.want(preloadOrder(trials));
  }

  #tellStuck(url: string): void {
    const trial = this.#ahead.find(({ pictures }) => pictures.some((picture) => picture.url === url));
    if (trial === undefined || this.#told.includes(url)) return;
    this.#told = [...this.#told, url];
    this.#parts.onStuck(trial);
  }

  isVisible(slot: string): boolean {
    const group = this.#groupOf(slot);
    return group !== undefined && this.step?.shows.has(group) === true;
  }

  isMasked(slot: string): boolean {
    return this.step?.isMasked === true && this.#groupOf(slot) === 'query';
  }

  /** Shows a trial. A newer call takes over from an older one. */
  async present(trial: PresentedTrial): Promise<void> {
    this.clear();
    const current = { trial };
    this.#current = current;
    const isOver = (): boolean => this.#current !== current;
    const interval = wait(intervalMs);
    const [loaded, frameMs] = await Promise.all([Promise.all(trial.pictures.map(({ url }) => this.#loader.ready(url))), this.#parts.screen.measuredFrameMs()]);
    if (isOver()) return;
    await tick(); // The places are there, and nothing of the trial before is on them.
    if (isOver()) return;
    this.#images = loaded.map(({ image }) => image);
    this.#paint(trial);
    await interval;
    if (!isOver()) await this.#attention();
    if (isOver()) return;
    this.#focus = regain({ count: 0, away: !this.#isAttended() });
    const steps = stepsOf(this.#parts.settings, frameMs);
    const showing: Showing = { trial, steps, frameMs, presentationCount: this.#parts.notes.presented(trialKey(trial)), imageLoadMs: Math.max(...loaded.map(({ loadMs }) => loadMs)) };
    this.#showing = showing;
    this.shown = trial;
    const played = await playSteps(steps, { frameMs, nextFrame, isCancelled: isOver, show: (step) => flushSync(() => (this.step = step)) });
    if (played === undefined) return;
    showing.played = played;
    this.#startLimit(played.paintedAtMs);
    await wait(settleMs - (performance.now() - played.paintedAtMs));
    if (!isOver()) this.isOpen = true;
  }

  /** The window or the screen has changed: what is shown is painted anew at its size. */
  repaint(): void {
    if (this.#current !== undefined && this.#images.length > 0) this.#paint(this.#current.trial);
  }

  /** Leaves nothing on the screen and takes no answer. */
  clear(): void {
    this.#current = undefined;
    this.#showing = undefined;
    this.step = undefined;
    this.shown = undefined;
    this.isWaiting = false;
    this.#images = [];
    this.endInput();
  }

  /** Shows all of the trial, whatever was shown before: to talk about an answer to it. */
  reveal(): void {
    this.step = withEverything;
  }

  /** Takes no answer any more; what is shown stays. */
  endInput(): void {
    this.isOpen = false;
    this.deadlineMs = undefined;
    clearTimeout(this.#limit);
  }

  loseFocus = (): void => {
    this.#heldKeys = noKeys; // Another window gets to know when they are let go.
    this.#focus = lose(this.#focus);
    // In the middle of timed steps: they are shown again from the beginning, and counted, rather than shown for who knows how long.
    const showing = this.#showing;
    if (showing !== undefined && showing.played === undefined && showing.steps.length > 1) void this.present(showing.trial);
  };

  regainFocus = (): void => {
    if (!this.#isAttended()) return;
    this.#focus = regain(this.#focus);
    this.#attend?.();
  };

  /** A menu covers the page, or no longer does: like another window. */
  cover = (isCovered: boolean): void => {
    this.#isCovered = isCovered;
    if (isCovered) this.loseFocus();
    else this.regainFocus();
  };

  /** What an input says about the trial on the screen; `undefined` when it cannot be an answer to it. */
  measure(answer: Measurement['answer'], input: Input): Measurement | undefined {
    const showing = this.#showing;
    if (!this.isOpen || showing?.played === undefined || !mayAnswer({ paintedAtMs: showing.played.paintedAtMs, atMs: input.atMs })) return undefined;
    const unreleasedKeyCount = this.#heldKeys.size;
    if (input.keyCode !== undefined) this.#heldKeys = hold(this.#heldKeys, input.keyCode);
    const measured = this.#measurement(showing, showing.played, answer, input);
    return { ...measured, shownAs: { ...measured.shownAs, unreleasedKeyCount } };
  }

  /** A key was let go. */
  releaseKey = ({ code }: Pick<KeyboardEvent, 'code'>): void => {
    this.#heldKeys = letGo(this.#heldKeys, code);
  };

  /** That there was no answer in time. */
  measureNothing(atMs: number): Measurement | undefined {
    const showing = this.#showing;
    if (showing?.played === undefined) return undefined;
    return this.#measurement(showing, showing.played, null, { inputType: 'program', atMs });
  }

  #measurement(showing: Showing, played: Played, answer: Measurement['answer'], { inputType, atMs, isTrusted }: Omit<Input, 'isTrusted'> & Partial<Input>): Measurement {
    return {
      trialIndex: showing.trial.trialIndex,
      round: showing.trial.round,
      answer,
      paintedAtMs: played.paintedAtMs,
      answeredAtMs: atMs,
      nowMs: performance.now(),
      epochMs: Date.now(),
      focusLossCount: this.#focus.count,
      viewportWidthPx: window.innerWidth,
      viewportHeightPx: window.innerHeight,
      devicePixelRatio: window.devicePixelRatio,
      inputType,
      imageLoadMs: showing.imageLoadMs,
      shownAs: { ...this.#shownAs(showing, played), ...(isTrusted === undefined ? {} : { isTrusted }) },
    };
  }

  #shownAs({ trial, steps, frameMs, presentationCount }: Showing, { shownMs }: Played): ShownAs {
    const times = steps.flatMap(({ name, plannedMs }) => (plannedMs === undefined ? [] : [[`${name}PlannedMs`, plannedMs], [`${name}ShownMs`, shownMs[name]]]));
    return { presentationCount, frameMs, zoom: this.#parts.screen.zoom, ...this.pictures.measuredSize(trial), ...Object.fromEntries(times) };
  }

  #paint(trial: PresentedTrial): void {
    const { settings, screen, sidePx, sessionId } = this.#parts;
    this.pictures.paint(trial, this.#images, {
      sideCssPx: sidePx(),
      devicePixelRatio: screen.devicePixelRatio,
      scaling: settings.scaling,
      maskSeed: settings.order === 'brief-query' ? `${sessionId}/${trialKey(trial)}` : undefined,
    });
  }

  /** Where time runs, a trial begins only when somebody looks. */
  async #attention(): Promise<void> {
    const { order, answerLimitMs } = this.#parts.settings;
    if (order === 'all-at-once' && answerLimitMs === null) return;
    while (!this.#isAttended()) {
      this.isWaiting = true;
      await new Promise<void>((resolve) => (this.#attend = resolve));
      this.isWaiting = false;
      await wait(intervalMs);
    }
  }

  #startLimit(paintedAtMs: number): void {
    const { answerLimitMs } = this.#parts.settings;
    if (answerLimitMs === null) return;
    const deadlineMs = paintedAtMs + answerLimitMs;
    this.deadlineMs = deadlineMs;
    this.#limit = setTimeout(() => this.#parts.onTimeOut(deadlineMs), deadlineMs - performance.now());
  }

  #isAttended(): boolean {
    return !this.#isCovered && !document.hidden && document.hasFocus();
  }

  #groupOf(slot: string): PictureGroup | undefined {
    return this.shown?.pictures.find((picture) => picture.slot === slot)?.group;
  }
}

export const [usePresenter, providePresenter] = createContext<TrialPresenter>();
