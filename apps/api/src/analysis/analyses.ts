import { setTimeout as sleep } from 'node:timers/promises';
import { plainFacts } from '@lookalike/answers';
import { findStudy, isDatabaseTrouble, resultsRevision, streamSessions } from '@lookalike/store';
import type { Dependencies } from '../dependencies.ts';
import { studyFacts } from '../routes/results/study-facts.ts';
import { studyNotFound } from '../routes/studies/service.ts';
import { keptAnalyses, keyOf, type AnalysisQuestion, type KeptAnalysis } from './kept-analyses.ts';
import type { StoredSession } from './section-job.ts';
import { NobodyWaits, sectionJobs, type Job } from './section-jobs.ts';

/** A result that is there. */
export interface FinishedAnalysis {
  readonly state: 'done';
  readonly result: unknown;
  readonly computedAt: Date;
  /** Of the study when its answers were read. */
  readonly revision: string;
  /** Whether it is of the answers that there are now. */
  readonly isCurrent: boolean;
}

/** A result that is on its way. */
export interface OpenAnalysis {
  readonly state: 'queued' | 'computing';
  /** In [0, 1]. */
  readonly progress: number;
  readonly startedAt: Date | undefined;
}

export interface Analyses {
  /** The result, or how far it is. Waits a moment for it: most are there by then. @throws ApiError study.not_found, server.busy, analysis.… as the computing failed */
  ask(question: AnalysisQuestion): Promise<FinishedAnalysis | OpenAnalysis>;
  /** The result of the answers that there are now, however long it takes. @throws as `ask` does */
  settle(question: AnalysisQuestion): Promise<FinishedAnalysis>;
}

/** So long a request waits before it is told to come back. */
const WAIT_MS = 800;
/** A result that took longer is handed out for as long as it took, even where answers came meanwhile: else nobody would ever see one of a study under way. */
const LEAST_GRACE_MS = 5_000;
/** What failed is not tried again at once by pages that ask every second. */
const FAILURE_KEPT_MS = 30_000;
/** Sessions sent to a thread at once: some thousand answers. */
const PAGE_SIZE = 25;

/** Results of studies: computed once for all who ask, in threads of their own, and kept. */
export function analyses(dependencies: Pick<Dependencies, 'store' | 'log' | 'now' | 'sections'>): Analyses {
  const { store, log, now, sections } = dependencies;
  const kept = keptAnalyses(dependencies, sections.version);
  const jobs = sectionJobs<KeptAnalysis>({ atOnce: sections.atOnce, now });
  const failures = new Map<string, { readonly revision: string; readonly at: number; readonly error: unknown }>();

  async function revisionOf(studyId: string): Promise<string> {
    const revision = await resultsRevision(store.prisma, studyId);
    if (revision === undefined) throw studyNotFound(studyId);
    return revision;
  }

  /** The job for a question, begun if there is none. Nothing is awaited here: two who ask at once get the same. */
  function jobFor(question: AnalysisQuestion, revision: string): Job<KeptAnalysis> {
    const key = keyOf(question);
    const failure = failures.get(key);
    if (failure !== undefined && failure.revision === revision && now().getTime() - failure.at < FAILURE_KEPT_MS) throw failure.error;
    const found = jobs.find(key);
    if (found !== undefined) return found;
    failures.delete(key);
    const job = jobs.start(key, revision, async (watch) => {
      const takenUp = now();
      const study = await findStudy(store.prisma, question.studyId);
      if (study === undefined) throw studyNotFound(question.studyId);
      // Before anything is read: what comes later is of the next revision.
      const read = await revisionOf(question.studyId);
      const facts = plainFacts(await studyFacts({ store }, study));
      const { section, settings } = question;
      const result = await sections.run({ section, settings, facts, sessions: sessionPages(question.studyId, facts.study.stimuli.length > 0) }, watch);
      const computedAt = now();
      return kept.keep(question, { revision: read, statisticsVersion: sections.version, result, computedAt, durationMs: computedAt.getTime() - takenUp.getTime() });
    });
    job.done.catch((error: unknown) => {
      if (error instanceof NobodyWaits || isDatabaseTrouble(error)) return;
      failures.set(key, { revision, at: now().getTime(), error });
      log.warn({ err: error, studyId: question.studyId, section: question.section }, 'a result was not computed');
    });
    return job;
  }

  /** A draft has no sessions. */
  async function* sessionPages(studyId: string, isLaunched: boolean): AsyncGenerator<readonly StoredSession[], void, undefined> {
    if (!isLaunched) return;
    let page: StoredSession[] = [];
    for await (const { session, responses } of streamSessions(store.prisma, { studyId })) {
      page.push({ session, responses });
      if (page.length < PAGE_SIZE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  /** Whether a result of earlier answers is still handed out. */
  function hasGrace({ computedAt, durationMs }: KeptAnalysis): boolean {
    return durationMs > WAIT_MS && now().getTime() - computedAt.getTime() < Math.max(LEAST_GRACE_MS, durationMs);
  }

  return {
    async ask(question) {
      const revision = await revisionOf(question.studyId);
      await kept.find(question, revision);
      const there = kept.atHand(question);
      if (there !== undefined && (there.revision === revision || hasGrace(there))) return finished(there, revision);
      const job = jobFor(question, revision);
      const tooLong = sleep(WAIT_MS, undefined, { ref: false });
      await jobs.wait(keyOf(question), job, tooLong);
      const analysis = await Promise.race([job.done, Promise.resolve(undefined)]);
      return analysis === undefined ? { state: job.state, progress: job.progress, startedAt: job.startedAt } : finished(analysis, revision);
    },

    async settle(question) {
      const revision = await revisionOf(question.studyId);
      for (let mayBeOlder = true; ; mayBeOlder = false) {
        await kept.find(question, revision);
        const there = kept.atHand(question);
        if (there?.revision === revision) return finished(there, revision);
        const job = jobFor(question, revision);
        await jobs.wait(keyOf(question), job);
        const analysis = await job.done;
        // One that was under way may have begun before the last answers; the next cannot.
        if (job.revision === revision || !mayBeOlder) return finished(analysis, revision);
      }
    },
  };
}

function finished({ result, computedAt, revision: of }: KeptAnalysis, revision: string): FinishedAnalysis {
  return { state: 'done', result, computedAt, revision: of, isCurrent: of === revision };
}

