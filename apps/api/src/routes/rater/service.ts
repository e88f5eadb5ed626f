import { platformOf, type Ending, type LinkParameters } from '@lookalike/recruiting';
import {
  appendResponses,
  countHeldPlaces,
  enterStudy,
  findPlatformParameters,
  findRaterSession,
  findRaterSessionByToken,
  findStudyByLink,
  findStudyOperation,
  forgetIdentity,
  listResponses,
  lockRaterSession,
  raiseAlert,
  reclaimPlace,
  recordScreen,
  touchRaterSession,
  updateRaterSession,
  withdrawRaterSession,
  type Append,
  type EntryResult,
  type RaterKind,
  type RaterSessionChange,
  type RaterSessionRecord,
  type StudySummary,
  type Transaction,
} from '@lookalike/store';
import { nextSession, openPlaces, readSubmission, trialFinder, type EarlierResponseSubmission, type ReceivedAnswer, type ResponseSubmission, type ScreenFacts, type Session, type SessionEvent, type SessionState, type StudyOperation } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { sessionEnded } from '../../endings.ts';
import { ApiError } from '../../http/api-error.ts';
import { version } from '../../version.ts';
import { watchStudy } from '../alerts/watch-study.ts';
import { landingOf } from './landing.ts';
import { pictureUrl } from '../pictures/address.ts';
import { sessionOf, type LaunchedStudies, type LaunchedStudy } from './launched-study.ts';
import { addressHashOf, enteringPerson, entryTokens, isTestKey } from './entry.ts';
import { failsChecks, judgedByRules } from './quality-endings.ts';
import { answersRefused, isPreview, kindRefused, linkUnfilled, refusedEntry, sessionNotFound, stepRefused, studyFull, studyNotFound, testLinkWrong, tokenWrong, trialUnknown } from './refusals.ts';
import type { EnteredView, EnterRequest, RaterSessionView, RaterStudyView, ResponsesView, StuckPicture, WayOutView } from './schemas.ts';
import { toBrief, toRaterSessionView } from './view.ts';
import { personsWayOut } from './way-out.ts';

/** Who asks: the session of the address, and the token that the browser holds. */
export interface RaterAccess {
  readonly sessionId: string;
  readonly token: string;
}

/** Who asks to be let in, as the server knows it. */
export interface Visitor {
  /** Signed in, and allowed to make test sessions. */
  readonly mayTest: boolean;
  /** Signed in by a token that may simulate raters. */
  readonly maySimulate: boolean;
  readonly address: string;
}

export interface RaterService {
  /** @throws ApiError rater.study_not_found */
  landing(linkToken: string): Promise<RaterStudyView>;
  /** @throws ApiError as `refusedEntry` says, and rater.link_unfilled, rater.preview, rater.kind_refused, rater.test_link_wrong */
  enter(linkToken: string, request: EnterRequest, visitor: Visitor): Promise<{ entered: EnteredView; created: boolean }>;
  /** The session of the address, if the token is its own. The address need not be one of a session. @throws ApiError rater.session_not_found, rater.token_wrong */
  authorised(access: RaterAccess): Promise<RaterSessionRecord>;
  /** All below take the session that `authorised` gave. */
  session(record: RaterSessionRecord): Promise<RaterSessionView>;
  consent(record: RaterSessionRecord, consent: { consentHash: string; tickedItems: readonly number[] }): Promise<RaterSessionView>;
  decline(record: RaterSessionRecord): Promise<RaterSessionView>;
  /** All or none of the answers. @throws ApiError rater.already_answered, rater.out_of_order, rater.answer_unfit, rater.consent_required */
  respond(record: RaterSessionRecord, responses: readonly (ResponseSubmission | EarlierResponseSubmission)[]): Promise<ResponsesView>;
  /** @throws ApiError rater.responses_missing */
  complete(record: RaterSessionRecord): Promise<RaterSessionView>;
  /** Keeps what the page knows of the screen. */
  screen(record: RaterSessionRecord, screen: ScreenFacts): Promise<{ state: SessionState }>;
  /** Raises an alert for a picture that a rater's page cannot load. Who has ended raises none. @throws ApiError rater.trial_unknown */
  pictureStuck(record: RaterSessionRecord, picture: StuckPicture): Promise<{ state: SessionState }>;
  heartbeat(record: RaterSessionRecord): Promise<{ state: SessionState }>;
  withdraw(record: RaterSessionRecord): Promise<{ state: SessionState }>;
}

/** A session with its study, as it was read. */
interface Held {
  readonly study: LaunchedStudy;
  readonly record: RaterSessionRecord;
  readonly session: Session;
}

/** What the database takes for an id. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Somebody else changed the session between reading and appending this often in a row: two windows, at most a few times. */
const appendAttempts = 10;

/** Raters' sessions: every step is load, `nextSession`, store; nothing is stored unless the session is as it was loaded. */
export function raterService({ store, now, secrets, log }: Pick<Dependencies, 'store' | 'now' | 'secrets' | 'log'>, studies: LaunchedStudies): RaterService {
  return {
    landing: async (linkToken) => landingOf(await studyOfLink(linkToken), { store, now }),

    async enter(linkToken, { entryKey, kind: asked = 'person', testKey, onlyReturning = false, platformParameters: parameters = {} }, visitor) {
      const study = await studyOfLink(linkToken);
      const kind = kindOf({ study, asked, testKey, visitor });
      const { recruiting, contact } = study.operation;
      const arrival = platformOf(recruiting).identify(parameters, recruiting);
      if (arrival.kind === 'preview') throw isPreview();
      // Who tries the study out comes from no platform.
      if (arrival.kind === 'unfilled' && kind === 'person') {
        await raiseAlert(store.prisma, { studyId: study.id, kind: 'link_unfilled', facts: { parameters: arrival.parameters }, now: now() });
        throw linkUnfilled(arrival.parameters, contact);
      }
      const result = await enterStudy(store, {
        studyId: study.id,
        kind,
        ...entryTokens(secrets, entryKey),
        ...(arrival.kind === 'person' ? { person: enteringPerson(secrets, kind, arrival, parameters) } : {}),
        continuesTakenAgain: platformOf(recruiting).continuesTakenAgain(recruiting),
        addressHash: addressHashOf(secrets, visitor.address, now()),
        onlyReturning,
        appVersion: version,
        now: now(),
      });
      if ('timedOutCount' in result && (result.timedOutCount ?? 0) > 0) await watch({ studyId: study.id, kind });
      if (!('token' in result)) throw await refused(result, study);
      const { session, token } = result;
      return { created: result.outcome === 'entered', entered: { sessionId: session.id, token, session: await viewOf(await back(session)) } };
    },

    async authorised({ sessionId, token }) {
      const record = await findRaterSessionByToken(store.prisma, token);
      if (record?.id === sessionId) return record;
      const exists = uuid.test(sessionId) && (await findRaterSession(store.prisma, sessionId)) !== undefined;
      throw exists ? tokenWrong() : sessionNotFound();
    },

    async session(record) {
      await touchRaterSession(store.prisma, record.id, now());
      return viewOf(await back(record));
    },

    async consent(rater, { consentHash, tickedItems }) {
      const record = await back(rater);
      // Without a place there is nothing to consent to: whoever comes back too late is told before they begin.
      if (record.state === 'timed_out' && record.consentedAt === undefined) throw studyFull();
      return step(record, { kind: 'consent', consentHash, tickedItems }, () => ({ consentHash, consentedAt: now() }));
    },

    decline: (record) => step(record, { kind: 'decline' }, () => ({}), forgetAtOnce),

    complete,

    async respond(record, sent) {
      // UUIDs are the same in either case; the database writes them in lower case.
      const responses = sent.map(readSubmission).map((response) => ({ ...response, responseId: response.responseId.toLowerCase(), receivedAt: now() }));
      const session = await append(await back(record), responses);
      const brief = toBrief(session);
      const feedback = brief.practice.feedback.filter(({ trialIndex, round }) => responses.some((each) => each.trialIndex === trialIndex && each.round === round));
      const accepted = responses.map(({ responseId, trialIndex, round }) => ({ responseId, trialIndex, round }));
      return { accepted, session: brief, ...(feedback.length === 0 ? {} : { feedback }) };
    },

    async screen({ id, state }, screen) {
      await recordScreen(store.prisma, { id, screen, now: now() });
      return { state };
    },

    async pictureStuck({ studyId, planIndex, participantId, state, ending }, place) {
      const study = await studies.get(studyId);
      const trial = trialFinder(study.configuration, study.planOf(planIndex))(place);
      if (trial === undefined) throw trialUnknown(place);
      if (ending !== undefined) return { state };
      const names = trial.items.flatMap(({ conditionId }) => study.conditions.find((condition) => condition.conditionId === conditionId)?.name ?? []);
      await raiseAlert(store.prisma, { studyId, kind: 'stimulus_not_loading', facts: { trialIndex: place.trialIndex, participantId, conditions: [...new Set(names)] }, now: now() });
      return { state };
    },

    async heartbeat({ id }) {
      const state = await touchRaterSession(store.prisma, id, now());
      if (state === undefined) throw sessionNotFound();
      return { state };
    },

    withdraw: (rater) =>
      inTransaction(rater, async (tx, held) => {
        const next = nextSession(held.session, { kind: 'withdraw' });
        if ('issue' in next) throw stepRefused(next.issue);
        if (next.session === held.session) return { state: next.session.state };
        await withdrawRaterSession(tx, held.record.id, now());
        await sessionEnded(tx, secrets, { ...held.record, ending: 'withdrawn' }, now());
        await forgetAtOnce(tx, held);
        return { state: next.session.state };
      }),
  };

  /** Which kind a session is, is the server's to say. @throws ApiError rater.kind_refused, rater.test_link_wrong */
  function kindOf({ study, asked, testKey, visitor }: { study: StudySummary; asked: RaterKind; testKey: string | undefined; visitor: Visitor }): RaterKind {
    if (testKey !== undefined) {
      if (!isTestKey(secrets, study.id, testKey)) throw testLinkWrong();
      return 'test';
    }
    const mayBe = { person: study.rehearsalOf === undefined, test: visitor.mayTest, simulated: visitor.maySimulate };
    if (!mayBe[asked]) throw kindRefused();
    return asked;
  }

  async function refused(result: Exclude<EntryResult, { readonly token: string }>, { id }: StudySummary): Promise<ApiError> {
    if (result.outcome === 'too_many_entries') await raiseAlert(store.prisma, { studyId: id, kind: 'entries_limited', facts: { addressCount: result.addressCount }, now: now() });
    return refusedEntry(result, now());
  }

  /** Looks whether the experimenter should be told of something, now that a person’s session is over. */
  async function watch({ studyId, kind }: Pick<RaterSessionRecord, 'studyId' | 'kind'>): Promise<void> {
    if (kind === 'person') await watchStudy({ store, now, log }, studyId);
  }

  /** A rater whose place was given away, back in one if there is one: whoever was timed out, and who goes on late. */
  async function back(record: RaterSessionRecord): Promise<RaterSessionRecord> {
    const { id, version, state, ending, placeReleasedAt } = record;
    if (placeReleasedAt === undefined || (ending !== undefined && state !== 'timed_out')) return record;
    const { session } = await read(record);
    return (await reclaimPlace(store, { sessionId: id, version, state: backUnderWay(session).state }, now())) ?? record;
  }

  async function operationOf(studyId: string): Promise<StudyOperation> {
    const found = await findStudyOperation(store.prisma, studyId);
    if (found === undefined) throw studyNotFound();
    return found.operation;
  }

  /** What the study's consent text promises: nothing is kept of what a platform calls those who do not take part. */
  async function forgetAtOnce(tx: Transaction, { study, record }: Held): Promise<void> {
    if (study.identityRetention === 'at_once') await forgetIdentity(tx, [record.id]);
  }

  /** Finishes: in time, or late by the study's rule. */
  async function complete(rater: RaterSessionRecord): Promise<RaterSessionView> {
    const record = await back(rater);
    const operation = await operationOf(record.studyId);
    const isLate = record.kind === 'person' && record.placeReleasedAt !== undefined;
    const view = await step(record, (session) => ({ kind: 'complete', tooLate: isLate && operation.lateFinish === 'time_out', failedChecks: failsChecks(session, record) }), (session) => (session.state === 'completed' ? { completedAt: now() } : {}));
    if (isLate && view.state === 'completed' && record.state !== 'completed') {
      const held = await countHeldPlaces(store.prisma, { studyId: record.studyId, kind: 'person', operation, now: now() });
      await raiseAlert(store.prisma, { studyId: record.studyId, kind: 'finished_late', facts: { participantId: record.participantId, heldPlaces: held, places: openPlaces(operation) }, now: now() });
    }
    if (view.state !== record.state) await watch(record);
    return view;
  }

  async function studyOfLink(linkToken: string): Promise<StudySummary> {
    const study = await findStudyByLink(store.prisma, linkToken);
    if (study === undefined) throw studyNotFound();
    return study;
  }

  /** The session as it is now, with its plan. */
  async function read(record: RaterSessionRecord): Promise<Held> {
    const study = await studies.get(record.studyId);
    return { study, record, session: sessionOf(study, record, await listResponses(store.prisma, record.id)) };
  }

  /** Appends answers to the session that they follow on; where it changed meanwhile, looks again. All or none. */
  async function append(rater: RaterSessionRecord, responses: readonly ReceivedAnswer[]): Promise<Session> {
    for (let attempt = 0; attempt < appendAttempts; attempt++) {
      const current = attempt === 0 ? rater : await findRaterSession(store.prisma, rater.id);
      if (current === undefined) throw sessionNotFound();
      const { record, session: before } = await read(current);
      const staysOut = record.state === 'timed_out' && record.kind === 'person' && (await operationOf(record.studyId)).lateFinish === 'time_out';
      let after = before;
      for (const [index, response] of responses.entries()) {
        const next = nextSession(after, { kind: 'response', response });
        if ('issue' in next) throw stepRefused({ ...next.issue, path: `/responses/${index}${next.issue.path}` });
        after = next.session;
      }
      const judged = judgedByRules(after, record);
      after = judged.session;
      // Kept, and late: the study does not take what comes after the place went to somebody else.
      if (staysOut) after = { ...after, state: 'timed_out', ending: 'timed_out' };
      const known = new Set(before.responses.map(({ responseId }) => responseId));
      const fresh = responses.filter(({ responseId }, index) => !known.has(responseId) && responses.findIndex((other) => other.responseId === responseId) === index);
      if (fresh.length === 0) {
        await touchRaterSession(store.prisma, record.id, now());
        return after;
      }
      const ending = after.ending === before.ending ? undefined : after.ending;
      const appended = { sessionId: record.id, version: record.version, state: after.state, ending: after.ending, seenAt: now(), digest: judged.digest, responses: fresh };
      const outcome = ending === undefined ? await appendResponses(store.prisma, appended) : await appendAndEnd(record, ending, appended);
      if (outcome === 'appended') {
        if (ending !== undefined) await watch(record);
        return after;
      }
      if (outcome === 'conflict') throw answersRefused(responses.findIndex(({ responseId }) => responseId === fresh[0]?.responseId));
    }
    throw new ApiError('server.unavailable', 'The session changes all the time: several windows seem to answer at once.', { fix: 'Close the other windows, and send the answers again.' });
  }

  /** The answers with which a rule ends the session, and what a platform is owed for that: both, or neither. */
  async function appendAndEnd(record: RaterSessionRecord, ending: Ending, appended: Append): ReturnType<typeof appendResponses> {
    return store.transaction(async (tx) => {
      const outcome = await appendResponses(tx, appended);
      if (outcome === 'appended') await sessionEnded(tx, secrets, { ...record, ending }, now());
      return outcome;
    });
  }

  /** Runs `work` while nobody else can change the session. The study and its plan are got before: on the embedded database everybody waits for a transaction. */
  async function inTransaction<T>({ id, studyId, planIndex }: RaterSessionRecord, work: (tx: Transaction, held: Held) => Promise<T>): Promise<T> {
    const study = await studies.get(studyId);
    study.planOf(planIndex);
    return store.transaction(async (tx) => {
      const record = await lockRaterSession(tx, id);
      if (record === undefined) throw sessionNotFound();
      return work(tx, { study, record, session: sessionOf(study, record, await listResponses(tx, id)) });
    });
  }

  /** One transition without answers. `facts` are stored with it, and `also` done, unless it had been made before. */
  async function step(
    rater: RaterSessionRecord,
    event: SessionEvent | ((session: Session) => SessionEvent),
    facts: (next: Session) => RaterSessionChange,
    also: (tx: Transaction, held: Held) => Promise<void> = async () => {},
  ): Promise<RaterSessionView> {
    const held = await inTransaction(rater, async (tx, before): Promise<Held> => {
      const next = nextSession(before.session, typeof event === 'function' ? event(before.session) : event);
      if ('issue' in next) throw stepRefused(next.issue);
      const { state, ending } = next.session;
      const changed = state !== before.record.state;
      const record = await updateRaterSession(tx, before.record.id, { lastSeenAt: now(), ...(changed ? { state, ending: ending ?? null, ...facts(next.session) } : {}) }, now());
      if (changed && ending !== undefined) await sessionEnded(tx, secrets, { ...before.record, ending }, now());
      if (changed) await also(tx, before);
      return { study: before.study, record, session: next.session };
    });
    return view(held);
  }

  async function viewOf(record: RaterSessionRecord): Promise<RaterSessionView> {
    return view(await read(record));
  }

  async function view({ study, record, session }: Held): Promise<RaterSessionView> {
    const operation = await operationOf(study.id);
    // Whoever may still finish late goes on; the place is somebody else's, and the session says so until an answer comes.
    const mayGoOn = session.state === 'timed_out' && session.consentGiven && operation.lateFinish === 'complete';
    const shown = mayGoOn ? backUnderWay(session) : session;
    return toRaterSessionView({ study, operation, record, session: shown, wayOut: await wayOutOf(record, shown, operation), pictureUrl: (picture) => pictureUrl(secrets, record.id, picture) });
  }

  /** What the page of the session's ending offers; undefined while it is under way. Nobody is paid for a test or a program. */
  async function wayOutOf({ id, kind }: RaterSessionRecord, { ending }: Session, operation: StudyOperation): Promise<WayOutView | undefined> {
    if (ending === undefined) return undefined;
    if (kind !== 'person') return { ending, task: 'nothing' };
    return personsWayOut(ending, operation, (await findPlatformParameters(store.prisma, secrets, id)) ?? noParameters);
  }
}

const noParameters: LinkParameters = {};

function backUnderWay(session: Session): Session {
  const next = nextSession(session, { kind: 'return' });
  return 'issue' in next ? session : next.session;
}
