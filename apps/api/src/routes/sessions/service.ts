import { platformOf, type RecruitingSettings } from '@lookalike/recruiting';
import {
  changeSession, countListedSessions, findListedSession, findRaterSession, findStudyOperation, listResponses, listSessionChanges, listSessions, listUndigestedSessions, openIdentity, releasePlace, saveSessionDigest, sealPerson, sessionsRevision,
  type ListedSession, type SessionChangeRecord, type SessionFilter,
} from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { sessionOf, type LaunchedStudies } from '../rater/launched-study.ts';
import { digestOf } from '../rater/quality-endings.ts';
import { studyNotFound } from '../studies/service.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { SessionChangeRequest, SessionList, SessionListItem, SessionQuery } from './schemas.ts';
import { toListItem } from './view.ts';

/** Who asks: by name, and whether they may know what platforms call raters, and what they are paid. */
export interface Asker {
  readonly email: string;
  readonly seesIdentities: boolean;
}

export interface SessionService {
  /** Changes whenever a list of the study's sessions would. @throws ApiError study.not_found */
  revision(studyId: string): Promise<string>;
  /** @throws ApiError study.not_found, session.cursor_unreadable */
  list(studyId: string, query: SessionQuery, asker: Asker): Promise<SessionList>;
  /** @throws ApiError session.not_found, session.under_way */
  change(studyId: string, sessionId: string, change: SessionChangeRequest, asker: Asker): Promise<SessionListItem>;
  /** @throws ApiError session.not_found, session.place_not_held */
  release(studyId: string, sessionId: string, asker: Asker): Promise<SessionListItem>;
  /** The latest first. @throws ApiError session.not_found */
  changes(studyId: string, sessionId: string, asker: Asker): Promise<readonly SessionChangeRecord[]>;
}

const usualLimit = 50;
/** Sessions of earlier versions that are looked through at a time. */
const digestedAtOnce = 50;

/** What experimenters see of sessions and do with them. */
export function sessionService({ store, now, secrets }: Pick<Dependencies, 'store' | 'now' | 'secrets'>, studies: LaunchedStudies): SessionService {
  return {
    async revision(studyId) {
      await recruitingOf(studyId);
      return sessionsRevision(store.prisma, studyId);
    },

    async list(studyId, { kind, state, ending, flag, text, sort = 'entered', after, limit: asked }, asker) {
      const limit = asked === undefined ? usualLimit : Number(asked);
      const recruiting = await recruitingOf(studyId);
      await digestEarlier(studyId);
      const filter: SessionFilter = { studyId, kind, ending, flag, text, states: state === undefined ? undefined : [state], personHashes: text === undefined || !asker.seesIdentities ? [] : hashesOf(text, recruiting) };
      const found = await listSessions(store.prisma, { ...filter, sort, after: after === undefined ? undefined : fromCursor(after), take: limit + 1 });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        sessions: page.map((session) => viewOf(session, recruiting, asker)),
        total: await countListedSessions(store.prisma, filter),
        next: last === undefined ? null : toCursor({ at: sort === 'entered' ? last.createdAt : last.lastSeenAt, id: last.id }),
      };
    },

    async change(studyId, sessionId, change, asker) {
      const changed = await changeSession(store, { studyId, sessionId, change, experimenter: asker.email, now: now() });
      if (changed === undefined) throw sessionNotFound(sessionId);
      if (changed === 'under_way') throw new ApiError('session.under_way', 'The session has not ended, so nothing of it can be settled.', { fix: 'Wait until it has, or release its place.' });
      return viewOf(changed, await recruitingOf(studyId), asker);
    },

    async release(studyId, sessionId, asker) {
      const released = await releasePlace(store, { studyId, sessionId, experimenter: asker.email, now: now() });
      if (released === undefined) throw sessionNotFound(sessionId);
      if (released === 'not_held') throw new ApiError('session.place_not_held', 'The session holds no place that could be given to somebody else: it has ended, or everything is answered.', { fix: 'Load the list again to see where it stands.' });
      return viewOf(released, await recruitingOf(studyId), asker);
    },

    async changes(studyId, sessionId, { seesIdentities }) {
      if ((await findListedSession(store.prisma, { studyId, sessionId })) === undefined) throw sessionNotFound(sessionId);
      const changes = await listSessionChanges(store.prisma, sessionId);
      if (seesIdentities) return changes;
      const withoutBonus = changes.map(({ change: { bonus: _, ...change }, ...rest }) => ({ ...rest, change }));
      return withoutBonus.filter(({ change }) => Object.keys(change).length > 0);
    },
  };

  async function recruitingOf(studyId: string): Promise<RecruitingSettings> {
    const found = await findStudyOperation(store.prisma, studyId);
    if (found === undefined) throw studyNotFound(studyId);
    return found.operation.recruiting;
  }

  function viewOf(session: ListedSession, recruiting: RecruitingSettings, asker: Asker): SessionListItem {
    const parameters = asker.seesIdentities && session.sealed !== undefined ? openIdentity(secrets, session.sealed) : undefined;
    const shown = toListItem(session, parameters === undefined ? undefined : platformOf(recruiting).identify(parameters, recruiting));
    return asker.seesIdentities ? shown : { ...shown, bonus: null };
  }

  /** The keyed hashes of a rater whom the platform calls so, whatever kind the session is. */
  function hashesOf(text: string, recruiting: RecruitingSettings): readonly string[] {
    const names = ['PROLIFIC_PID', 'participantId', recruiting.sona?.parameter ?? 'survey_code', ...(recruiting.panel?.parameters ?? []).flatMap(({ name, says }) => (says === 'person' ? [name] : []))];
    return names.flatMap((name) => {
      const arrival = platformOf(recruiting).identify({ [name]: text }, recruiting);
      return arrival.kind !== 'person' ? [] : ['person', 'test', 'simulated'].flatMap((kind) => sealPerson(secrets, { person: `${kind}:${arrival.person}`, parameters: {} }).hashes);
    });
  }

  /** Sessions of earlier versions have no digest: they get theirs the first time that somebody looks. */
  async function digestEarlier(studyId: string): Promise<void> {
    for (;;) {
      const ids = await listUndigestedSessions(store.prisma, { studyId, take: digestedAtOnce });
      if (ids.length === 0) return;
      const study = await studies.get(studyId);
      for (const id of ids) {
        const record = await findRaterSession(store.prisma, id);
        if (record === undefined) continue;
        const session = sessionOf(study, record, await listResponses(store.prisma, id));
        await saveSessionDigest(store.prisma, { sessionId: id, version: record.version, digest: digestOf(session, record) });
      }
    }
  }
}

function sessionNotFound(sessionId: string): ApiError {
  return new ApiError('session.not_found', `The study has no session ${sessionId}.`, { fix: 'GET /api/studies/{studyId}/sessions lists those there are.' });
}
