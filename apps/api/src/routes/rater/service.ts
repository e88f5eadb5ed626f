import {
  appendResponses,
  enterStudy,
  findRaterSession,
  findRaterSessionByToken,
  findStudyByLink,
  listPlatformIdentities,
  listResponses,
  lockRaterSession,
  newSecretToken,
  touchRaterSession,
  updateRaterSession,
  withdrawRaterSession,
  type RaterSessionRecord,
  type StudyRecord,
  type Transaction,
} from '@lookalike/store';
import { nextSession, type ResponseSubmission, type Session, type SessionEvent, type SessionState } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';
import { version } from '../../version.ts';
import { frozenStudies, planOf, sessionOf, type FrozenStudy } from './frozen-study.ts';
import { landingOf } from './landing.ts';
import { personKeyOf, returnUrl } from './person-key.ts';
import { answersRefused, sessionNotFound, stepRefused, studyFull, studyNotFound, studyNotOpen, tokenWrong } from './refusals.ts';
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
  /** @throws ApiError rater.session_not_found, rater.token_wrong (so do all below) */
  session(access: RaterAccess): Promise<RaterSessionView>;
  consent(access: RaterAccess, consent: { consentHash: string; tickedItems: readonly number[] }): Promise<RaterSessionView>;
  decline(access: RaterAccess): Promise<RaterSessionView>;
  /** All or none of the answers. @throws ApiError rater.already_answered, rater.out_of_order, rater.consent_required */
  respond(access: RaterAccess, responses: readonly ResponseSubmission[]): Promise<ResponsesView>;
  /** @throws ApiError rater.responses_missing */
  complete(access: RaterAccess): Promise<RaterSessionView>;
  heartbeat(access: RaterAccess): Promise<{ state: SessionState }>;
  withdraw(access: RaterAccess): Promise<{ state: SessionState }>;
}

/** A session that a transaction holds. */
interface Held {
  readonly study: FrozenStudy;
  readonly record: RaterSessionRecord;
  readonly session: Session;
}

/** Raters' sessions: every step is load, `nextSession`, store, in one transaction that holds the session's row. */
export function raterService({ store, now }: Pick<Dependencies, 'store' | 'now'>): RaterService {
  const studies = frozenStudies({ store });

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
        // Test and simulated sessions take no rater's place.
        ...(kind === 'person' ? { maximumSessions: study.configuration.maximumSessions } : {}),
        ...(personKey === undefined ? {} : { platformIdentity: { personKey, parameters: platformParameters } }),
      });
      switch (entry.outcome) {
        case 'full':
          throw studyFull();
        case 'not_open':
          throw studyNotOpen(entry.status);
        case 'not_found':
          throw studyNotFound();
        case 'entered':
        case 'returned':
          return { created: entry.outcome === 'entered', entered: { sessionId: entry.session.id, token, session: await viewOf(entry.session) } };
      }
    },

    async session(access) {
      const record = await authorised(access);
      await touchRaterSession(store.prisma, record.id);
      return viewOf(record);
    },

    consent: (access, { consentHash, tickedItems }) =>
      step(access, { kind: 'consent', consentHash, tickedItems }, () => ({ consentHash, consentedAt: now() })),

    decline: (access) => step(access, { kind: 'decline' }, () => ({})),

    complete: (access) => step(access, { kind: 'complete' }, () => ({ completedAt: now() })),

    async respond(access, submissions) {
      // UUIDs are the same in either case; the database writes them in lower case.
      const responses = submissions.map((response) => ({ ...response, responseId: response.responseId.toLowerCase() }));
      const session = await inTransaction(access, async (tx, { record, session: before }) => {
        let after = before;
        for (const [index, response] of responses.entries()) {
          const next = nextSession(after, { kind: 'response', response });
          if ('issue' in next) throw stepRefused({ ...next.issue, path: `/responses/${index}${next.issue.path}` });
          after = next.session;
        }
        const appended = await appendResponses(tx, { sessionId: record.id, responses });
        const conflict = appended.findIndex(({ outcome }) => outcome === 'conflict');
        if (conflict !== -1) throw answersRefused(conflict);
        await updateRaterSession(tx, record.id, {
          lastSeenAt: now(),
          ...(after === before ? {} : { state: after.state, practiceRound: toBrief(after).practice.round }),
          ...(record.startedAt === undefined ? { startedAt: now() } : {}),
        });
        return after;
      });
      const brief = toBrief(session);
      const feedback = brief.practice.feedback.filter(({ trialIndex, round }) => responses.some((each) => each.trialIndex === trialIndex && each.round === round));
      const accepted = responses.map(({ responseId, trialIndex, round }) => ({ responseId, trialIndex, round }));
      return { accepted, session: brief, ...(feedback.length === 0 ? {} : { feedback }) };
    },

    async heartbeat(access) {
      const { id } = await authorised(access);
      const state = await touchRaterSession(store.prisma, id);
      if (state === undefined) throw sessionNotFound();
      return { state };
    },

    withdraw: (access) =>
      inTransaction(access, async (tx, { record, session }) => {
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

  /** The session of the address, if the token is its own. */
  async function authorised({ sessionId, token }: RaterAccess): Promise<RaterSessionRecord> {
    const record = await findRaterSessionByToken(store.prisma, token);
    if (record?.id === sessionId) return record;
    throw (await findRaterSession(store.prisma, sessionId)) === undefined ? sessionNotFound() : tokenWrong();
  }

  /**
   * Runs `work` while nobody else can change the session. The plan, which takes computing, is made before: on the
   * embedded database everybody waits for a transaction.
   */
  async function inTransaction<T>(access: RaterAccess, work: (tx: Transaction, held: Held) => Promise<T>): Promise<T> {
    const { id, studyId, planIndex } = await authorised(access);
    const study = await studies.get(studyId);
    const plan = planOf(study, planIndex);
    return store.transaction(async (tx) => {
      const record = await lockRaterSession(tx, id);
      if (record === undefined) throw sessionNotFound();
      return work(tx, { study, record, session: sessionOf(study, record, plan, await listResponses(tx, id)) });
    });
  }

  /** One transition without answers. `facts` are stored with it, unless it had been made before. */
  async function step(access: RaterAccess, event: SessionEvent, facts: () => Parameters<typeof updateRaterSession>[2]): Promise<RaterSessionView> {
    const record = await inTransaction(access, async (tx, held) => {
      const next = nextSession(held.session, event);
      if ('issue' in next) throw stepRefused(next.issue);
      const changed = next.session.state !== held.record.state;
      return updateRaterSession(tx, held.record.id, { lastSeenAt: now(), ...(changed ? { state: next.session.state, ...facts() } : {}) });
    });
    return viewOf(record);
  }

  async function viewOf(record: RaterSessionRecord): Promise<RaterSessionView> {
    const study = await studies.get(record.studyId);
    const session = sessionOf(study, record, planOf(study, record.planIndex), await listResponses(store.prisma, record.id));
    return toRaterSessionView({ study, record, session, redirectUrl: session.state === 'completed' ? await redirectOf(record, study) : undefined });
  }

  async function redirectOf(record: RaterSessionRecord, study: FrozenStudy): Promise<string | undefined> {
    const identity = (await listPlatformIdentities(store.prisma, study.id)).find(({ participantId }) => participantId === record.participantId);
    return identity === undefined ? undefined : returnUrl(identity.parameters, study.completionCode);
  }
}
