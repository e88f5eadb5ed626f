import { createContext } from 'svelte';
import type { PresentedTrial, ResponseSubmission, ScreenFacts } from '@lookalike/study';
import type { Reply } from '../api/client.ts';
import type { Fault } from '../api/fault.ts';
import { Pause, persistently, type Patience } from '../api/persistently.ts';
import type { RaterSessionView, ResponsesView } from '../api/views.ts';
import { emptyOutbox, nextBatch, nextTrial, trialKey, wantsMore, withAccepted, withAnswer, withServerView, type Outbox, type TrialKey } from './outbox.ts';
import type { RaterApi } from './rater-api.ts';
import { ResponseSender } from './response-sender.ts';
import type { ResponseStorage } from './response-storage.ts';
import type { SessionNotes } from './session-notes.ts';
import { nothingSeen, stageOf, withInterlude, type Seen } from './stage.ts';
import { toSubmission, type Afterthought, type Measurement } from './trial-timing.ts';

/** A practice trial that was just answered; `correct` is unknown until the server has judged it. */
export interface PracticeFeedback {
  readonly trial: PresentedTrial;
  readonly answer: ResponseSubmission['answer'];
  readonly correct: boolean | undefined;
}

export interface RaterSessionParts {
  readonly view: RaterSessionView;
  readonly api: RaterApi;
  readonly storage: ResponseStorage;
  readonly notes: SessionNotes;
  readonly newResponseId: () => string;
  readonly chance: () => number;
}

/**
 * A rater's session in this window. The server's view is the truth; answers are kept in the outbox until the server
 * has them, so trials go on whether or not it can be reached. What is shown is `stage`, a function of all of it.
 */
export class RaterSession {
  view: RaterSessionView = $state.raw()!; // set by the constructor
  outbox: Outbox = $state.raw(emptyOutbox);
  feedback: PracticeFeedback | undefined = $state.raw();
  /** A passing trouble: what was to be sent waits and is tried again. */
  trouble: Fault | undefined = $state.raw();
  /** The session cannot go on in this window, and why. */
  failure: Fault | undefined = $state.raw();
  /** What the last action of the rater (consent, withdrawal) was refused for. */
  refusal: Fault | undefined = $state.raw();
  acting = $state(false);
  /** From the bank card that was held to this screen. */
  cssPxPerMm: number | undefined = $state();
  readonly notes: SessionNotes;
  #seen: Seen = $state.raw(nothingSeen);
  #stopped = false;
  #settling = false;
  #unsettled = false;
  readonly #parts: Omit<RaterSessionParts, 'view'>;
  readonly #pause = new Pause();
  readonly #sender: ResponseSender;
  readonly #patience: Patience;

  readonly stage = $derived.by(() => stageOf(this.view, this.outbox, this.#seen));

  constructor({ view, ...parts }: RaterSessionParts) {
    this.#parts = parts;
    this.notes = parts.notes;
    this.cssPxPerMm = parts.notes.cssPxPerMm;
    this.#seen = { ...nothingSeen, card: parts.notes.cssPxPerMm !== undefined };
    this.#patience = {
      wait: this.#pause.wait,
      chance: parts.chance,
      onTrouble: (fault) => { this.trouble = fault; },
      stopped: () => this.#stopped,
    };
    this.#sender = new ResponseSender({
      // A rule of the study has ended it: what was answered since is taken no more.
      batch: () => (this.view.state === 'screened_out' ? [] : nextBatch(this.outbox)),
      send: parts.api.respond,
      onAccepted: (accepted) => this.#accepted(accepted),
      onConflict: () => this.#resolveConflict(),
      onFailure: (fault) => { this.failure = fault; },
      patience: this.#patience,
    });
    this.#take(view);
  }

  /** Takes up answers that an earlier page of this browser could not send, and sends them. */
  async resume(): Promise<void> {
    const stored = await this.#parts.storage.list(this.view.sessionId).catch(() => []);
    this.outbox = { ...this.outbox, waiting: [...this.outbox.waiting, ...stored] };
    this.#take(this.view);
    await this.#settle();
  }

  /** Stops sending: the page is left. What waits stays in the browser's storage. */
  stop(): void {
    this.#stopped = true;
    this.#pause.poke();
  }

  /** There is reason to hope (online again, tab visible again): what waits is tried at once. */
  hurry(): void {
    this.#pause.poke();
    void this.#settle();
  }

  consent(tickedItems: readonly number[]): Promise<void> {
    return this.#act(() => this.#parts.api.consent(this.view.consentHash, tickedItems));
  }

  decline(): Promise<void> {
    return this.#act(() => this.#parts.api.decline());
  }

  async withdraw(): Promise<void> {
    await this.#act(async () => {
      const reply = await this.#parts.api.withdraw();
      return reply.ok ? this.#parts.api.session() : reply;
    });
    if (this.view.state === 'withdrawn') await this.#removeStored(this.outbox.waiting);
  }

  /** The screen was held to a bank card. */
  calibrate(cssPxPerMm: number): void {
    this.notes.calibrated(cssPxPerMm);
    this.cssPxPerMm = cssPxPerMm;
    this.#seen = { ...this.#seen, card: true };
  }

  /** Tells the server what this page knows of the screen. Nothing waits for it. */
  async tellScreen(facts: ScreenFacts): Promise<void> {
    await persistently(() => this.#parts.api.screen(facts), { ...this.#patience, onTrouble: () => {} });
  }

  /** Tells the server that a picture of a trial does not load. Tried once: where the server cannot be reached either, the picture is not what is wrong. */
  async tellStuck(trial: Pick<PresentedTrial, 'trialIndex' | 'round'>): Promise<void> {
    await this.#parts.api.pictureStuck(trial);
  }

  readInstructions(): void {
    this.#seen = { ...this.#seen, instructions: true };
  }

  passInterlude(before: TrialKey): void {
    this.#seen = withInterlude(this.#seen, before);
  }

  /** Takes an answer: kept first, then sent. Practice waits for the server's judgement; the main trials do not wait. */
  async answer(trial: PresentedTrial, measured: Measurement, said: Afterthought): Promise<void> {
    const response = toSubmission(this.#parts.newResponseId(), measured, said);
    const outbox = withAnswer(this.outbox, response);
    if (outbox === this.outbox) return;
    if (trial.phase === 'practice') this.feedback = { trial, answer: measured.answer, correct: undefined };
    // Stored before it is sent; a browser that cannot store (a full disk) sends all the same.
    const stored = this.#parts.storage.add(this.view.sessionId, response).catch(() => undefined);
    this.outbox = outbox;
    await stored;
    await this.#settle();
  }

  dismissFeedback(): void {
    this.feedback = undefined;
  }

  /** Asks the server where the session stands. For passing troubles it waits. */
  async refresh(): Promise<void> {
    const reply = await persistently(() => this.#parts.api.session(), this.#patience);
    if (reply.ok) this.#take(reply.value);
    else if (!this.#stopped) this.failure = reply.fault;
  }

  /** A sign of life. Its failure means nothing: the next request will tell. */
  async heartbeat(): Promise<void> {
    await this.#parts.api.heartbeat();
  }

  /** Brings the server up to date. One at a time; a call while one runs makes it look again at the end. */
  async #settle(): Promise<void> {
    this.#unsettled = true;
    if (this.#settling) return;
    this.#settling = true;
    while (this.#unsettled) {
      this.#unsettled = false;
      await this.#settleOnce();
    }
    this.#settling = false;
  }

  /**
   * Sends what waits; then, where the server has to act before the rater can go on, lets it. The next block is fetched here too, between two
   * sendings: a view that was asked for before an answer was accepted would take that answer away again.
   */
  async #settleOnce(): Promise<void> {
    await this.#sender.flush();
    if (this.#stopped || this.failure !== undefined || this.outbox.waiting.length > 0) return;
    if (this.stage.kind !== 'saving') {
      if (wantsMore(this.outbox)) await this.refresh();
    } else if (this.stage.then === 'completion') await this.#complete();
    else await this.refresh();
  }

  async #complete(): Promise<void> {
    const reply = await persistently(() => this.#parts.api.complete(), this.#patience);
    if (reply.ok) this.#take(reply.value);
    // The server misses answers that this page believed sent: its view says which, and they are asked again.
    else if (reply.fault.code === 'rater.responses_missing') await this.refresh();
    else if (!this.#stopped) this.failure = reply.fault;
  }

  async #act(action: () => Promise<Reply<RaterSessionView>>): Promise<void> {
    if (this.acting) return;
    this.acting = true;
    this.refusal = undefined;
    const reply = await action();
    if (reply.ok) this.#take(reply.value);
    else {
      this.refusal = reply.fault;
      // The text that was agreed to is no longer the study's: the new one is shown, and asked about again.
      if (reply.fault.code === 'rater.consent_changed') await this.refresh();
    }
    this.acting = false;
  }

  async #accepted({ accepted, session, feedback = [] }: ResponsesView): Promise<void> {
    const sent = this.outbox.waiting.filter(({ responseId }) => accepted.some((each) => each.responseId === responseId));
    this.outbox = withAccepted(this.outbox, accepted);
    this.view = { ...this.view, ...session };
    this.#judge([...feedback, ...session.practice.feedback]);
    await this.#removeStored(sent);
    // Where that leads, only the whole view says.
    if (session.state === 'screened_out') await this.refresh();
  }

  async #resolveConflict(): Promise<boolean> {
    const before = this.#position();
    // The answer that counts is another window's: there is nothing to say about the one given here.
    if (this.feedback?.correct === undefined) this.feedback = undefined;
    await this.refresh();
    return this.failure === undefined && this.#position() !== before;
  }

  /** Completes the feedback that is shown, once the server has judged its trial. */
  #judge(feedback: RaterSessionView['practice']['feedback']): void {
    const shown = this.feedback;
    if (shown === undefined || shown.correct !== undefined) return;
    const judged = feedback.find((each) => trialKey(each) === trialKey(shown.trial));
    if (judged !== undefined) this.feedback = { ...shown, correct: judged.correct };
  }

  /** Tells whether anything has moved. */
  #position(): string {
    const next = nextTrial(this.outbox);
    return JSON.stringify([this.outbox.waiting.length, next === undefined ? null : trialKey(next)]);
  }

  /** Takes over the server's view; answers that it has are let go. */
  #take(view: RaterSessionView): void {
    const { waiting } = this.outbox;
    this.view = view;
    this.outbox = withServerView(this.outbox, view);
    if (view.state === 'withdrawn') this.feedback = undefined;
    else this.#judge(view.practice.feedback);
    void this.#removeStored(waiting.filter((response) => !this.outbox.waiting.includes(response)));
  }

  async #removeStored(responses: readonly { readonly responseId: string }[]): Promise<void> {
    if (responses.length === 0) return;
    await this.#parts.storage.remove(this.view.sessionId, responses.map(({ responseId }) => responseId)).catch(() => undefined);
  }
}

export const [useRaterSession, provideRaterSession] = createContext<RaterSession>();
