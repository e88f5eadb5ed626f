import { createContext } from 'svelte';
import { nextFrame } from '../browser-frames.ts';
import { measureFrameMs } from './frames.ts';
import { behindKeyboard } from './keyboard.ts';
import type { Viewport } from './trial-frame.ts';

/** The browser's window and the screen it is on, as far as they decide how trials are shown. */
export class Screen {
  viewport: Viewport = $state.raw()!; // set by the constructor
  devicePixelRatio: number = $state(window.devicePixelRatio);
  /** Undefined until it is measured. */
  frameMs: number | undefined = $state();
  readonly #firstRatio = window.devicePixelRatio;
  #measured: Promise<number> | undefined;

  readonly #takenPx: number;

  /** @param takenPx height of what stands above every page, CSS px */
  constructor(takenPx = 0) {
    this.#takenPx = takenPx;
    this.viewport = readViewport(takenPx);
    noHover().addEventListener('change', this.look);
    // What was not taken up while something was written is taken up then: a frame later it is known what has the focus instead.
    document.addEventListener('focusout', () => requestAnimationFrame(this.look));
  }

  /** Time between two frames of the screen: measured once, and anew on another screen. */
  measuredFrameMs(): Promise<number> {
    this.#measured ??= measureFrameMs(nextFrame).then((frameMs) => (this.frameMs = frameMs));
    return this.#measured;
  }

  /** The window has changed, or stands on another screen. */
  look = (): void => {
    const isWriting = document.activeElement?.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea') === true;
    this.viewport = behindKeyboard(this.viewport, readViewport(this.#takenPx), isWriting);
    if (this.devicePixelRatio === window.devicePixelRatio) return;
    this.devicePixelRatio = window.devicePixelRatio;
    this.#measured = undefined;
    void this.measuredFrameMs();
  };

  /** How much larger the page is shown than when it was opened: by two fingers, or by the browser's zoom. What was zoomed before cannot be told. */
  get zoom(): number {
    return ((window.visualViewport?.scale ?? 1) * window.devicePixelRatio) / this.#firstRatio;
  }
}

function noHover(): MediaQueryList {
  return window.matchMedia('(hover: none)');
}

function readViewport(takenPx: number): Viewport {
  return {
    widthPx: window.innerWidth,
    heightPx: window.innerHeight - takenPx,
    remPx: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
    hasHover: !noHover().matches,
  };
}

export const [useScreen, provideScreen] = createContext<Screen>();
