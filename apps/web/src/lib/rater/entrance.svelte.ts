import { persistently, Pause, type Patience } from '../api/persistently.ts';
import { noAnswer, type Fault } from '../api/fault.ts';
import type { EnterRequest, RaterSessionView, RaterStudyView } from '../api/views.ts';
import { isTestLink, platformParameters, sessionPlace, testKeyOf } from './platform-parameters.ts';
import { enterStudy, getStudy, raterApi, type Credentials } from './rater-api.ts';
import { RaterSession } from './rater-session.svelte.ts';
import { openResponseStorage } from './response-storage.ts';
import { SessionMemory, type Place } from './session-memory.ts';
import { SessionNotes } from './session-notes.ts';
import { taskViews } from './tasks/index.ts';
import type { AnyTaskView } from './tasks/task-view.ts';
import { randomUuid } from './uuid.ts';


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
  /** The platform shows the task before it is accepted. */
  isPreview = $state(false);
  /** This person's session is open elsewhere; at this time, in ms of the page's clock, it is tried again. */
  openElsewhereUntil: number | undefined = $state.raw();
  readonly isTest: boolean;
  readonly parameters: Readonly<Record<string, string>>;
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
    this.parameters = platformParameters(search);
    this.#memory = new SessionMemory(sessionPlace(linkToken, search), { tab: storageOf(() => sessionStorage), browser: storageOf(() => localStorage) });
  }

  /**
   * Asks for the session first: after a reload this browser's own, and whatever session a recruiting platform's person has
   * (the link says who it is). Only who has none sees what the study is about, and whether it takes anybody.
   */
  async open(): Promise<void> {
    this.fault = undefined;
    this.openElsewhereUntil = undefined;
    const isNamed = Object.keys(this.parameters).length > 0;
    const mine = this.#memory.ofThisTab() ?? (isNamed ? this.#memory.ofThisBrowser() : undefined);
    if (mine !== undefined && (await this.#goInto(mine))) return;
    this.earlier = this.#memory.ofThisBrowser();
    if (isNamed && (await this.#comeBack())) return;
    await this.#look();
  }

  /** Enters as a new rater (or, with a recruiting platform's id, as the one who was here before). */
  async enter(): Promise<void> {
    if (this.entering) return;
    this.entering = true;
    this.fault = undefined;
    const reply = await persistently(() => enterStudy(this.#linkToken, this.#request()), this.#patience);
    if (reply.ok) await this.#begin(reply.value, reply.value.session);
    else if (!this.#stopped) await this.#refused(reply.fault);
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

  /** Whoever the link names gets the session that they have, whatever the study's state, on any device. @returns whether it leads anywhere */
  async #comeBack(): Promise<boolean> {
    const reply = await persistently(() => enterStudy(this.#linkToken, { ...this.#request(), onlyReturning: true }), this.#patience);
    if (reply.ok) await this.#begin(reply.value, reply.value.session);
    // Nobody yet: then the landing page is theirs.
    else if (reply.fault.code === 'rater.unknown' || reply.fault.code === 'rater.preview') {
      this.isPreview = reply.fault.code === 'rater.preview';
      return false;
    } else if (!this.#stopped) await this.#refused(reply.fault);
    return true;
  }

  async #refused(fault: Fault): Promise<void> {
    if (fault.code === 'rater.open_elsewhere') {
      this.openElsewhereUntil = Date.now() + (fault.retryAfterMs ?? 0);
      return;
    }
    // This tab's key is of an entry that went on elsewhere: it asks anew, as a browser of its own.
    if (fault.code === 'rater.gone_on') {
      this.#memory.forgetEntryKey();
      await this.open();
      return;
    }
    // Full or closed in the meantime: the landing page then says so.
    if (fault.code === 'rater.study_full' || fault.code === 'rater.study_paused' || fault.code === 'rater.study_not_open') await this.#look();
    this.fault = fault;
  }

  #request(): EnterRequest {
    const testKey = testKeyOf(this.#search);
    return {
      entryKey: this.#memory.entryKey(() => randomUuid(crypto)),
      kind: this.isTest ? 'test' : 'person',
      ...(testKey === undefined ? {} : { testKey }),
      platformParameters: { ...this.parameters },
    };
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
    this.#memory.forgetEntryKey();
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
