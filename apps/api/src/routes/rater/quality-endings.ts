import type { RaterSessionRecord } from '@lookalike/store';
import { endingAtCompletion, endingUnderWay, nextSession, qualityFacts, sessionDigest, type JudgedFacts, type Session, type SessionDigest } from '@lookalike/study';

type Judged = Pick<RaterSessionRecord, 'kind' | 'consentedAt'>;

/** A session as the rules of its study leave it: as it is, or ended because one of them cannot be met any more; and what lists show of it. */
export function judgedByRules(session: Session, record: Judged): { readonly session: Session; readonly digest: SessionDigest } {
  // Of its answers alone: an ending changes none of it.
  const facts = factsOf(session, record);
  const digest = sessionDigest(session, facts);
  if (session.state !== 'consented' && session.state !== 'in_progress') return { session, digest };
  const ending = endingUnderWay(facts);
  const next = ending === undefined ? undefined : nextSession(session, { kind: 'screen-out', ending });
  return { session: next === undefined || 'issue' in next ? session : next.session, digest };
}

/** Whether a session with every answer fails a rule that ends it. */
export function failsChecks(session: Session, record: Judged): boolean {
  return endingAtCompletion(factsOf(session, record)) === 'failed_checks';
}

/** What lists show of the session. */
export function digestOf(session: Session, record: Judged): SessionDigest {
  return sessionDigest(session, factsOf(session, record));
}

function factsOf(session: Session, { kind, consentedAt }: Judged): JudgedFacts {
  return qualityFacts({ session, kind, consentedAt });
}
