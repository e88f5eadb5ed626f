import { persistently, Pause, type Patience } from '../api/persistently.ts';
import { noAnswer, type Fault } from '../api/fault.ts';
import type { RaterSessionView, RaterStudyView } from '../api/views.ts';
import { isPlatformPreview, isTestLink, platformParameters, sessionPlace } from './platform-parameters.ts';
import { enterStudy, getStudy, raterApi, type Credentials } from './rater-api.ts';
import { RaterSession } from './rater-session.svelte.ts';
import { openResponseStorage } from './response-storage.ts';
import { SessionMemory, type Place } from './session-memory.ts';
import { SessionNotes } from './session-notes.ts';
import { taskViews } from './tasks/index.ts';
import type { AnyTaskView } from './tasks/task-view.ts';
import { randomUuid } from './uuid.ts';

const noNewcomers: ReadonlySet<RaterStudyView['status']> = new Set(['full', 'paused', 'closed']);

/** The way from a rater's link into a session. Opening the link only reads; a session is made by `enter`. */
export class Entrance {
  study: RaterStudyView | undefined = $state.raw();
  session: RaterSession | undefined = $state.raw();
  /** How the study's task is shown; there once the study or the session is. */
  task: AnyTaskView | undefined = $state.raw();
  /** Why the link leads nowhere, or entering was refused. */
  fault: Fault | undefined = $state.raw();
  /** The server cannot be reached at the moment; it is tried again. */
  trouble: Fault | undefined = $state.raw();
  entering = $state(false);
  /** A session that this browser began earlier, perhaps by another person. */
  earlier: Credentials | undefined = $state.raw();
  readonly isTest: boolean;
  readonly isPreview: boolean;
  readonly #linkToken: string;
  readonly #search: URLSearchParams;
  readonly #memory: SessionMemory;
  readonly #pause = new Pause();
  #stopped = false;
  readonly #patience: Patience = {
    wait: this.#pause.wait,
    chance: Math.random,
    onTrouble: (fault) => { this.trouble = fault; },
    stopped: () => this.#stopped,
  };

  constructor(linkToken: string, search: URLSearchParams) {
    this.#linkToken = linkToken;
    this.#search = search;
    this.isTest = isTestLink(search);
    this.isPreview = isPlatformPreview(search);
    this.#memory = new SessionMemory(sessionPlace(linkToken, search), { tab: storageOf(() => sessionStorage), browser: storageOf(() => localStorage) });
  }

  /**
   * After a reload, and for a recruiting platform's person coming back (the link says who it is): straight back into the
   * session. Else: what the study is about.
   */
  async open(): Promise<void> {
    const isNamed = Object.keys(platformParameters(this.#search)).length > 0;
    const mine = this.#memory.ofThisTab() ?? (isNamed ? this.#memory.ofThisBrowser() : undefined);
    if (mine !== undefined && (await this.#goInto(mine))) return;
    this.earlier = this.#memory.ofThisBrowser();
    await this.#look();
    if (isNamed && this.study !== undefined && noNewcomers.has(this.study.status)) await this.#comeBack();
  }

  /** Enters as a new rater (or, with a recruiting platform's id, as the one who was here before). */
  async enter(): Promise<void> {
    if (this.entering) return;
    this.entering = true;
    this.fault = undefined;
    const reply = await enterStudy(this.#linkToken, this.isTest ? 'test' : 'person', platformParameters(this.#search));
    if (reply.ok) await this.#begin(reply.value, reply.value.session);
    else {
      this.fault = reply.fault;
      // Full or closed in the meantime: the landing page then says so.
      if (reply.fault.status === 409) await this.#look();
    }
    this.entering = false;
  }

  /** Goes on with the session that this browser began. */
  async goOn(): Promise<void> {
    if (this.earlier === undefined || this.entering) return;
    this.entering = true;
    if (!(await this.#goInto(this.earlier))) this.earlier = undefined;
    this.entering = false;
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.poke();
    this.session?.stop();
  }

  hurry(): void {
    this.#pause.poke();
    this.session?.hurry();
  }

  /** A study that takes nobody new still has the places of those who began: whoever the link names gets theirs, on any device. */
  async #comeBack(): Promise<void> {
    const reply = await enterStudy(this.#linkToken, this.isTest ? 'test' : 'person', platformParameters(this.#search));
    // Refused: they were not here before, and the page says why nobody new is taken.
    if (reply.ok) await this.#begin(reply.value, reply.value.session);
  }

  async #look(): Promise<void> {
    const reply = await persistently(() => getStudy(this.#linkToken), this.#patience);
    if (reply.ok) {
      await this.#load(reply.value.task);
      this.study = reply.value;
    } else if (!this.#stopped) this.fault = reply.fault;
  }

  /** Loads how a task is shown, as a request like any other. */
  async #load(task: RaterStudyView['task']): Promise<void> {
    const reply = await persistently(async () => {
      try {
        return { ok: true, value: await taskViews[task]() };
      } catch {
        return { ok: false, fault: noAnswer };
      }
    }, this.#patience);
    if (reply.ok) this.task = reply.value;
  }

  /** False when that session is no longer this browser's; it is then forgotten. */
  async #goInto(credentials: Credentials): Promise<boolean> {
    const reply = await persistently(() => raterApi(credentials).session(), this.#patience);
    if (reply.ok) await this.#begin(credentials, reply.value);
    else if (!this.#stopped) this.#memory.forget();
    return reply.ok;
  }

  async #begin(credentials: Credentials, view: RaterSessionView): Promise<void> {
    this.#memory.keep(credentials);
    await this.#load(view.task);
    const session = new RaterSession({
      view,
      api: raterApi(credentials),
      storage: await openResponseStorage(),
      notes: new SessionNotes(view.sessionId, storageOf(() => localStorage)),
      newResponseId: () => randomUuid(crypto),
      chance: Math.random,
    });
    this.session = session;
    void session.resume();
  }
}

/** Reading the property itself throws where the browser refuses storage. */
function storageOf(read: () => Place): Place | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
