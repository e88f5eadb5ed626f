import {
  appendResponses,
  enterStudy,
  findPlatformParameters,
  findRaterSession,
  findRaterSessionByToken,
  findStudyByLink,
  findStudyOperation,
  listResponses,
  lockRaterSession,
  newSecretToken,
  recordScreen,
  touchRaterSession,
  updateRaterSession,
  withdrawRaterSession,
  type RaterSessionRecord,
  type StudyRecord,
  type Transaction,
} from '@lookalike/store';
import { nextSession, readSubmission, type EarlierResponseSubmission, type ResponseSubmission, type ScreenFacts, type Session, type SessionEvent, type SessionState, type StudyOperation } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { version } from '../../version.ts';
import { landingOf } from './landing.ts';
import { launchedStudies, planOf, sessionOf, type LaunchedStudy } from './launched-study.ts';
import { personKeyOf, returnUrl } from './person-key.ts';
import { answersRefused, sessionNotFound, stepRefused, studyFull, studyNotFound, studyNotOpen, studyPaused, tokenWrong } from './refusals.ts';
import type { EnteredView, EnterRequest, RaterSessionView, RaterStudyView, ResponsesView } from './schemas.ts';
import { toBrief, toRaterSessionView } from './view.ts';

/** Who asks: the session of the address, and the token that the browser holds. */
export interface RaterAccess {
  readonly sessionId: string;
  readonly token: string;
}

export interface RaterService {
  /** @throws ApiError rater.study_not_found */
  landing(linkToken: string): Promise<RaterStudyView>;
  /** @throws ApiError rater.study_not_open, rater.study_full */
  enter(linkToken: string, request: EnterRequest): Promise<{ entered: EnteredView; created: boolean }>;
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
export function raterService({ store, now }: Pick<Dependencies, 'store' | 'now'>): RaterService {
  const studies = launchedStudies({ store });

  return {
    landing: async (linkToken) => landingOf(await studyOfLink(linkToken), { store }),

    async enter(linkToken, { kind, platformParameters = {} }) {
      const study = await studyOfLink(linkToken);
      const token = newSecretToken();
      const personKey = personKeyOf(kind, platformParameters);
      const entry = await enterStudy(store, {
        studyId: study.id,
        kind,
        token,
        appVersion: version,
        ...(personKey === undefined ? {} : { platformIdentity: { personKey, parameters: platformParameters } }),
      });
      switch (entry.outcome) {
        case 'full':
          throw studyFull();
        case 'paused':
          throw studyPaused();
        case 'not_open':
          throw studyNotOpen(entry.status);
        case 'not_found':
          throw studyNotFound();
        case 'entered':
        case 'returned':
          return { created: entry.outcome === 'entered', entered: { sessionId: entry.session.id, token, session: await viewOf(entry.session) } };
      }
    },

    async authorised({ sessionId, token }) {
      const record = await findRaterSessionByToken(store.prisma, token);
      if (record?.id === sessionId) return record;
      const exists = uuid.test(sessionId) && (await findRaterSession(store.prisma, sessionId)) !== undefined;
      throw exists ? tokenWrong() : sessionNotFound();
    },

    async session(record) {
      await touchRaterSession(store.prisma, record.id);
      return viewOf(record);
    },

    consent: (record, { consentHash, tickedItems }) =>
      step(record, { kind: 'consent', consentHash, tickedItems }, () => ({ consentHash, consentedAt: now() })),

    decline: (record) => step(record, { kind: 'decline' }, () => ({})),

    complete: (record) => step(record, { kind: 'complete' }, () => ({ completedAt: now() })),

    async respond(record, sent) {
      // UUIDs are the same in either case; the database writes them in lower case.
      const responses = sent.map(readSubmission).map((response) => ({ ...response, responseId: response.responseId.toLowerCase() }));
      const session = await append(record, responses);
      const brief = toBrief(session);
      const feedback = brief.practice.feedback.filter(({ trialIndex, round }) => responses.some((each) => each.trialIndex === trialIndex && each.round === round));
      const accepted = responses.map(({ responseId, trialIndex, round }) => ({ responseId, trialIndex, round }));
      return { accepted, session: brief, ...(feedback.length === 0 ? {} : { feedback }) };
    },

    async screen({ id, state }, screen) {
      await recordScreen(store.prisma, id, screen);
      return { state };
    },

    async heartbeat({ id }) {
      const state = await touchRaterSession(store.prisma, id);
      if (state === undefined) throw sessionNotFound();
      return { state };
    },

    withdraw: (rater) =>
      inTransaction(rater, async (tx, { record, session }) => {
        const next = nextSession(session, { kind: 'withdraw' });
        if ('issue' in next) throw stepRefused(next.issue);
        if (next.session !== session) await withdrawRaterSession(tx, record.id);
        return { state: next.session.state };
      }),
  };

  async function studyOfLink(linkToken: string): Promise<StudyRecord> {
    const study = await findStudyByLink(store.prisma, linkToken);
    if (study === undefined) throw studyNotFound();
    return study;
  }

  /** The session as it is now, with its plan. */
  async function read(record: RaterSessionRecord): Promise<Held> {
    const study = await studies.get(record.studyId);
    return { study, record, session: sessionOf(study, record, planOf(study, record.planIndex), await listResponses(store.prisma, record.id)) };
  }

  /** Appends answers to the session that they follow on; where it changed meanwhile, looks again. All or none. */
  async function append(rater: RaterSessionRecord, responses: readonly ResponseSubmission[]): Promise<Session> {
    for (let attempt = 0; attempt < appendAttempts; attempt++) {
      const current = attempt === 0 ? rater : await findRaterSession(store.prisma, rater.id);
      if (current === undefined) throw sessionNotFound();
      const { record, session: before } = await read(current);
      let after = before;
      for (const [index, response] of responses.entries()) {
        const next = nextSession(after, { kind: 'response', response });
        if ('issue' in next) throw stepRefused({ ...next.issue, path: `/responses/${index}${next.issue.path}` });
        after = next.session;
      }
      const known = new Set(before.responses.map(({ responseId }) => responseId));
      const fresh = responses.filter(({ responseId }, index) => !known.has(responseId) && responses.findIndex((other) => other.responseId === responseId) === index);
      if (fresh.length === 0) {
        await touchRaterSession(store.prisma, record.id);
        return after;
      }
      const outcome = await appendResponses(store.prisma, { sessionId: record.id, version: record.version, state: after.state, seenAt: now(), responses: fresh });
      if (outcome === 'appended') return after;
      if (outcome === 'conflict') throw answersRefused(responses.findIndex(({ responseId }) => responseId === fresh[0]?.responseId));
    }
    throw new ApiError('server.unavailable', 'The session changes all the time: several windows seem to answer at once.', { fix: 'Close the other windows, and send the answers again.' });
  }

  /**
   * Runs `work` while nobody else can change the session. The plan, which takes computing, is made before: on the
   * embedded database everybody waits for a transaction.
   */
  async function inTransaction<T>({ id, studyId, planIndex }: RaterSessionRecord, work: (tx: Transaction, held: Held) => Promise<T>): Promise<T> {
    const study = await studies.get(studyId);
    const plan = planOf(study, planIndex);
    return store.transaction(async (tx) => {
      const record = await lockRaterSession(tx, id);
      if (record === undefined) throw sessionNotFound();
      return work(tx, { study, record, session: sessionOf(study, record, plan, await listResponses(tx, id)) });
    });
  }

  /** One transition without answers. `facts` are stored with it, unless it had been made before. */
  async function step(rater: RaterSessionRecord, event: SessionEvent, facts: () => Parameters<typeof updateRaterSession>[2]): Promise<RaterSessionView> {
    const held = await inTransaction(rater, async (tx, before): Promise<Held> => {
      const next = nextSession(before.session, event);
      if ('issue' in next) throw stepRefused(next.issue);
      const changed = next.session.state !== before.record.state;
      const record = await updateRaterSession(tx, before.record.id, { lastSeenAt: now(), ...(changed ? { state: next.session.state, ...facts() } : {}) });
      return { study: before.study, record, session: next.session };
    });
    return view(held);
  }

  async function viewOf(record: RaterSessionRecord): Promise<RaterSessionView> {
    return view(await read(record));
  }

  async function view({ study, record, session }: Held): Promise<RaterSessionView> {
    const operated = await findStudyOperation(store.prisma, study.id);
    if (operated === undefined) throw studyNotFound();
    const { operation } = operated;
    return toRaterSessionView({ study, operation, record, session, redirectUrl: session.state === 'completed' && record.kind === 'person' ? await redirectOf(record, operation) : undefined });
  }

  async function redirectOf({ id }: RaterSessionRecord, { returnUrl: given, completionCode }: StudyOperation): Promise<string | undefined> {
    if (given !== '') return given;
    const parameters = await findPlatformParameters(store.prisma, id);
    return parameters === undefined ? undefined : returnUrl(parameters, completionCode);
  }
}
