import { sessionRow } from '@lookalike/answers';
import { countedSessions } from '../counted-answers.ts';
import { sessionsOfKind, type AnalysisInput, type AnalysisSettings } from '../section.ts';
import type { Attrition } from './attrition.ts';

export function attritionOf(input: AnalysisInput, settings: AnalysisSettings): Attrition {
  const sessions = sessionsOfKind(input, settings).map((judged) => ({ session: judged.session, ending: sessionRow(judged, input.context).ending }));
  const counts = new Map<string, number>();
  for (const { ending } of sessions) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return {
    entered: sessions.length,
    // The data set says nothing else of who withdrew, and gives the same numbers.
    consented: sessions.filter(({ session, ending }) => ending !== 'withdrawn' && session.consentedAt !== undefined).length,
    finished: sessions.filter(({ session }) => session.state === 'completed').length,
    counted: countedSessions(input, settings).length,
    endings: [...counts].map(([ending, count]) => ({ ending, sessions: count })).sort((a, b) => b.sessions - a.sessions || (a.ending < b.ending ? -1 : 1)),
  };
}
