import type { PictureGroup, PresentedTrial } from '@lookalike/study';
import type { Component, Snippet } from 'svelte';
import type { Input } from '../input.ts';
import type { Viewport } from '../screen/trial-frame.ts';

/** An answer to a practice trial, while it is talked about. */
export interface Judged<A> {
  /** Null: the time ran out. */
  readonly answer: A | null;
  /** Undefined until the server has judged it. */
  readonly correct: boolean | undefined;
}

/** What the shell of a trial tells the component that shows it. The component stays for all trials of a session. */
export interface TrialProps<A> {
  trial: PresentedTrial;
  /** The groups of pictures on the screen now; words to choose from are options. Components only keep their places: `TrialPicture` shows and hides. */
  shows: ReadonlySet<PictureGroup>;
  /** Whether answers are taken. Until then, and after the answer, buttons stay as they are: disabling them would take away the focus. */
  isOpen: boolean;
  judged: Judged<A> | undefined;
  /** Whether single keys answer. */
  keysOn: boolean;
  /** The side of each picture's place, CSS px. */
  sidePx: number;
  /** What the shell has to say: the verdict in practice. The component says where. */
  foot: Snippet;
  answer: (value: A, input: Input) => void;
}

/** What of a study's trials decides how much room they need. Before somebody takes part the words to choose from are not known: none. */
export interface TrialShape {
  readonly queryCount: number;
  readonly choices: readonly string[];
}

/** A way of answering, in words and keys. */
export type Way = readonly (string | { readonly key: string })[];

/** A task as the rater's page shows it: loaded only where a study has it. A is its answer. */
export interface TaskView<A> {
  readonly Trial: Component<TrialProps<A>>;
  /** Drawn shapes, not stimuli: nobody should learn an answer from it. */
  readonly Example: Component<{ question: string }>;
  readonly ways: readonly Way[];
  /** For the switch that turns single keys off. */
  readonly keys: string;
  /** One trial and several, as raters are told of them. */
  readonly noun: { readonly one: string; readonly many: string };
  /** What is special in practice: follows "… for practice". */
  readonly practice: string;
  /** What to do when practice is repeated. */
  readonly practiceAgain: string;
  /** What is said of a practice answer. */
  verdict(trial: PresentedTrial, judged: { readonly answer: A; readonly correct: boolean }): string;
  /** The side of the largest pictures for which a screen has room, CSS px; 0 where the task cannot be shown on it. */
  room(viewport: Viewport, shape: TrialShape): number;
}

/** A view whose answers are its own affair. */
// The shell hands answers back to the view that they came from.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTaskView = TaskView<any>;

/** Pictures smaller than this cannot be pressed, CSS px. */
const smallestPx = 40;

/** Whether a trial fits a screen, at the size below which the study would rather have nobody. */
export function fits(roomPx: number, smallestSizePx: number | null): boolean {
  return roomPx >= Math.max(smallestPx, smallestSizePx ?? 0);
}

export function shapeOf(trial: PresentedTrial | undefined): TrialShape {
  const queryCount = trial?.pictures.filter(({ group }) => group === 'query').length ?? 1;
  return { queryCount, choices: trial?.choices?.map(({ text }) => text) ?? [] };
}
