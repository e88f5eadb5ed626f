import { Type, type Static } from 'typebox';
import { sessionProgress, type Session } from '../session.ts';
import { catchCounts } from './catch-accuracy.ts';
import type { JudgedFacts } from './session-facts.ts';
import { qualityFlags } from './judge-quality.ts';
import { QualityAction } from './rule.ts';

const Count = Type.Integer({ minimum: 0 });

/** What a list shows of a session's answers: made when answers come, so that nobody reads them all again to show a page. */
export const SessionDigest = Type.Object({
  answered: Type.Integer({ minimum: 0, description: 'Of all trials; practice counts once.' }),
  total: Count,
  catchRight: Count,
  catchAnswered: Count,
  catchPlanned: Count,
  flags: Type.Array(
    Type.Object({
      rule: Type.String({ examples: ['too-fast'] }),
      reason: Type.String({ description: 'As the data set has it.', examples: ['too_fast'] }),
      action: QualityAction,
      values: Type.Record(Type.String(), Type.Number(), { description: 'The numbers that decided.' }),
      sentence: Type.String({ description: 'The same for people.' }),
    }),
    { description: 'Rules of the study that the session fails as it stands.' },
  ),
});
export type SessionDigest = Static<typeof SessionDigest>;

/** The digest of a session. @param facts of the same session */
export function sessionDigest(session: Session, facts: JudgedFacts): SessionDigest {
  const { right, answered } = catchCounts(facts);
  return { ...sessionProgress(session), catchRight: right, catchAnswered: answered, catchPlanned: facts.plannedCatchCount, flags: qualityFlags(facts).map((flag) => ({ ...flag, values: { ...flag.values } })) };
}
