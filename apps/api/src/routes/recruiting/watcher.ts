import { readingMinutes } from '@lookalike/recruiting';
import { grantSonaCredit, RecruitingError } from '@lookalike/recruiting/clients';
import { claimCredits, claimReading, findStudyOperation, isLastAttempt, raiseAlert, recordCredit, studiesToRead, type DueCredit } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { ApiError } from '../../http/api-error.ts';
import { tokenOf } from './prolific-of.ts';
import { readFromProlific } from './reading.ts';

export interface RecruitingWatcher {
  /** Does what is due now. Of several processes each takes other pieces, by moving them on first. */
  tick(): Promise<void>;
}

/** Reads watched studies and gives credits. Whatever fails is kept where the experimenter sees it, and comes again. */
export function recruitingWatcher(dependencies: Pick<Dependencies, 'store' | 'secrets' | 'outside' | 'sleep' | 'now' | 'log'>): RecruitingWatcher {
  const { store, secrets, outside, now, log } = dependencies;
  return {
    async tick() {
      for (const credit of await claimCredits(store.prisma, secrets, now())) await give(credit);
      for (const studyId of await studiesToRead(store.prisma, now())) await read(studyId);
    },
  };

  async function read(studyId: string): Promise<void> {
    const found = await findStudyOperation(store.prisma, studyId);
    const isWatched = found !== undefined && found.operation.recruiting.platform === 'prolific' && found.operation.recruiting.prolific?.studyId !== undefined;
    const minutes = found?.status === 'live' && isWatched ? readingMinutes.live : readingMinutes.otherwise;
    if (!(await claimReading(store.prisma, { studyId, now: now(), nextReadAt: new Date(now().getTime() + minutes * 60_000) }))) return;
    if (!isWatched) return;
    try {
      await readFromProlific(dependencies, studyId);
    } catch (error) {
      if (error instanceof RecruitingError || error instanceof ApiError) return; // The study and an alert say it.
      log.warn({ err: error, studyId }, 'could not read a study’s submissions');
    }
  }

  async function give({ sessionId, studyId, attemptCount, credit }: DueCredit): Promise<void> {
    const settle = async (state: 'waiting' | 'granted' | 'refused', said: string): Promise<void> => {
      // The code of the sign-up is forgotten one day, and what Sona says of it is not.
      const reason = said.replaceAll(credit.surveyCode, '…');
      await recordCredit(store.prisma, { sessionId, state, reason, now: now() });
      if (state === 'refused') await raiseAlert(store.prisma, { studyId, kind: 'credit_refused', facts: { reason }, now: now() });
    };
    try {
      const outcome = await grantSonaCredit(outside, credit, await tokenOf(dependencies, { studyId, platform: 'sona' }));
      if (outcome.outcome === 'granted') await settle('granted', '');
      else await settle('refused', outcome.reason);
    } catch (error) {
      if (!(error instanceof RecruitingError || error instanceof ApiError)) throw error;
      // Without a token, or an answer, it waits; after two days somebody has to look.
      await settle(isLastAttempt(attemptCount) ? 'refused' : 'waiting', error.message);
    }
  }
}

const tickMs = 5_000;

/** Ticks until it is stopped, one after another. @returns what stops it, once the last one is over */
export function startWatching(watcher: { tick(): Promise<void> }, log: { error(details: object, message: string): void }): () => Promise<void> {
  let stopped = false;
  let wake = (): void => undefined;
  const running = (async () => {
    while (!stopped) {
      await watcher.tick().catch((error: unknown) => log.error({ err: error }, 'could not do what was due'));
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tickMs);
        wake = () => (clearTimeout(timer), resolve());
      });
    }
  })();
  return () => {
    stopped = true;
    wake();
    return running;
  };
}
