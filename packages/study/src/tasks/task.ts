import type { Column, Row } from '@lookalike/dataset';
import type { Issue } from '@lookalike/errors';
import type { Random } from '@lookalike/random';
import type { TSchema } from 'typebox';
import type { Stimulus } from '../stimulus.ts';
import type { StudyContent } from '../study-content.ts';
import type { ItemRef, PictureGroup, TaskTrial } from '../trial.ts';

/** What raters read, as a study begins with it; experimenters edit it. */
export interface TaskTexts {
  readonly title: string;
  readonly landing: string;
  readonly instructions: string;
  readonly debrief: string;
}

/** What rules, statistics and exporters ask for, never for a task. */
export type AnswerForm = 'side' | 'label' | 'assignment' | 'option' | 'yes-no';

/** What one IRI (or foil) of a trial got. `outcome` in [0, 1]; absent where nothing is scored. */
export interface Item extends ItemRef {
  readonly outcome?: number;
  /** The outcome of guessing; absent where a mean of outcomes is no score. */
  readonly chance?: number;
  /** What the rater said of it, in the task's words. */
  readonly said: string;
}

/** All that a browser, and a simulated observer, learns of a trial's content. */
export interface Presentation {
  readonly pictures: readonly { readonly slot: string; readonly group: PictureGroup; readonly hash: string }[];
  /** Words to choose from, in the order in which they are shown. */
  readonly choices?: readonly { readonly id: string; readonly text: string }[];
}

/** What a simulated observer can see: pictures, and originals of which it knows the label; never a condition. */
export interface Sight {
  /** Perceptual distance of two files, by their hashes; 0 for the same picture. */
  distance(first: string, second: string): Promise<number>;
  /** Files of originals with this label. */
  labelled(label: string): readonly string[];
}

export interface SetsRequest<S> {
  readonly settings: S;
  /** Targets that every condition has a stimulus of, in the order of their ids. */
  readonly targets: readonly { readonly targetId: string; readonly label?: string | undefined }[];
  /** Perceptual distance of two targets, by the distance that the settings name; absent where they name none. */
  readonly distance?: ((first: string, second: string) => number) | undefined;
  readonly rng: Random;
}

export interface ScoredRequest<S> {
  readonly settings: S;
  readonly study: StudyContent;
  /** Of one condition: as many as `groupSize` says. */
  readonly stimuli: readonly Stimulus[];
  /** Counts a target's showings in this condition over the sessions, shifted by the condition's position: its parity balances two sides. */
  readonly turn: number;
  /** Of this trial alone. */
  readonly rng: Random;
  /** The same for all trials of the session, for what must not change within it. */
  readonly sessionRng: Random;
}

export interface KnownRequest<S> extends Pick<ScoredRequest<S>, 'settings' | 'study' | 'sessionRng'> {
  /** Targets that the session's scored trials show: to be used only when nothing else is left. */
  readonly avoid: ReadonlySet<string>;
  readonly practiceCount: number;
  readonly catchCount: number;
  readonly rng: Random;
}

/** A CSV column that only this task's trials fill. */
export type TaskColumns<T, A> = Readonly<Record<string, Column & { readonly valueOf: (trial: T, answer: A | null) => string | number | boolean | undefined }>>;

/**
 * One kind of question, as one room: all that the rest of the project knows of it. Pure. T trial, A answer, S settings. Which (condition, target)
 * cells a session shows, and in which order, is not the task's: see `design/`.
 */
export interface Task<S, T extends TaskTrial, A> {
  readonly name: string;
  /** For people, such as "Two-alternative forced choice". */
  readonly title: string;
  /** One sentence for the console: what the rater does. */
  readonly summary: string;
  /** Closed object, with `name` as a literal. Gives form, check and JSON Schema. */
  readonly settings: TSchema;
  readonly defaults: S;
  readonly question: string;
  readonly texts: TaskTexts;
  /** Targets per condition and session that a new study begins with: a multiple of `groupSize`. */
  readonly usualPerCondition: number;
  /** Answers faster than this are not believable; what a new study begins with. ms */
  readonly usualMinimumResponseTimeMs: number;
  /** Closed, at most 2 kB as JSON. */
  readonly answer: TSchema;
  readonly form: AnswerForm;
  /** Whether the pictures have a query, which "query first" and a timed query need. */
  readonly hasQuery: boolean;
  /** The outcome that guessing gives on average. */
  chance(settings: S): number;
  /** How many targets of one condition a trial shows. */
  groupSize(settings: S): number;
  /** Whether a study may show this stimulus; those it may not are left out at launch, and counted. */
  accepts(stimulus: Stimulus, settings: S): boolean;
  /** The perceptual distance between targets that `sets` wants, by its name; undefined where it wants none. */
  distanceName(settings: S): string | undefined;
  /** Targets that are always shown together, drawn at launch; undefined where each session draws its own. */
  sets(request: SetsRequest<S>): readonly (readonly string[])[] | undefined;
  /** What of the settings contradicts itself or the rest. Paths begin at the settings. */
  issuesOfSettings(settings: S): readonly Issue[];
  /** What stands in the way of a launch, beyond what every study needs. */
  issuesOfStudy(study: StudyContent, settings: S): readonly Issue[];
  scored(request: ScoredRequest<S>): T;
  /** Trials whose right answer is beyond doubt. */
  known(request: KnownRequest<S>): { readonly practice: readonly T[]; readonly catches: readonly T[] };
  /** A later round of practice: the same pictures, so that it is not passed by remembering. @param round from 1 */
  practiceRound(practice: readonly T[], round: number): readonly T[];
  /** What must not come five times in a row: a side. Undefined: nothing. */
  balanceKey(trial: T): string | undefined;
  present(trial: T): Presentation;
  /** Beyond the schema: a permutation, a label of the study. */
  issueOf(trial: T, answer: A): Issue | undefined;
  /** One for each IRI or foil of the trial. Null: no answer in time. */
  judge(trial: T, answer: A | null): readonly Item[];
  /** Practice and catch trials only. */
  isRight(trial: T, answer: A): boolean;
  /** Where on the screen the answer was, for rules against one-sided answering. */
  placeOf(trial: T, answer: A): string | undefined;
  readonly columns: TaskColumns<T, A>;
  /** Reads an answer back from a row of `columns`. Null: the time ran out. */
  answerFrom(row: Row): A | null;
  /** How a simulated observer decides, from what a browser would get. */
  observe(presentation: Presentation, sight: Sight, rng: Random): Promise<A>;
}

/** A room whose trial and answer are its own affair: everybody outside hands both back as they came. */
// Trials come from the room itself and answers are checked against its schema before it sees them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTask = Task<any, any, any>;
