import { judgeSession, rememberedPlans, type JudgedSession } from '@lookalike/answers';
import { streamSessions, type RaterKind } from '@lookalike/store';
import type { FrozenStudy } from '@lookalike/study';
import type { Dependencies } from '../../dependencies.ts';

/** Reads the sessions of a study one after another, everybody who entered, each judged. A draft has none. */
export async function* judgedSessions({ store }: Pick<Dependencies, 'store'>, { id: studyId, study }: { readonly id: string; readonly study: FrozenStudy }, kinds?: readonly RaterKind[]): AsyncGenerator<JudgedSession, void, undefined> {
  if (study.stimuli.length === 0) return;
  const planOf = rememberedPlans(study);
  for await (const { session, responses } of streamSessions(store.prisma, { studyId, ...(kinds === undefined ? {} : { kinds }) })) {
    yield judgeSession(study, session, responses, planOf);
  }
}
