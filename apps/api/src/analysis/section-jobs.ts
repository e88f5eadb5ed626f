import { serverBusy } from '../http/server-busy.ts';
import type { Watch } from './section-job.ts';

/** Something that is being computed, or waits for its turn. */
export interface Job<Result> {
  /** Of the study, when it was asked for. */
  readonly revision: string;
  readonly state: 'queued' | 'computing';
  /** In [0, 1]. */
  readonly progress: number;
  /** When it was taken up; undefined while it waits. */
  readonly startedAt: Date | undefined;
  /** Never unhandled: who wants to know of a failure awaits it. */
  readonly done: Promise<Result>;
}

export interface SectionJobs<Result> {
  find(key: string): Job<Result> | undefined;
  /** Begins one, or puts it into the queue. @throws ApiError server.busy where the queue is full */
  start(key: string, revision: string, work: (watch: Watch) => Promise<Result>): Job<Result>;
  /** Waits for a job. As long as somebody does, it is not dropped. */
  wait(key: string, job: Job<Result>, until?: Promise<unknown>): Promise<void>;
  /** Drops what nobody has asked for in a while. */
  dropStale(): void;
}

/** Why a job was dropped. */
export class NobodyWaits extends Error {}

interface OpenJob<Result> extends Job<Result> {
  state: 'queued' | 'computing';
  progress: number;
  startedAt: Date | undefined;
  askedAt: number;
  waiting: number;
  readonly stopping: AbortController;
  readonly begin: () => void;
}

/** More than a console asks at once; each is small until its turn. */
const LONGEST_QUEUE = 50;
/** A page that is open asks every second or so. */
const QUEUED_FOR_MS = 60_000;
/** What has been begun goes on for a while, as somebody may come back to it. */
const COMPUTED_FOR_MS = 5 * 60_000;
const LOOK_EVERY_MS = 15_000;
/** A job that takes longer lets others past it, one at a time: a model of a minute must not keep the scores waiting. */
const OVERTAKEN_AFTER_MS = 5_000;

/** Computes at most `atOnce` at a time, and one more past those that take long; each key once. What nobody asks for any more is dropped. */
export function sectionJobs<Result>({ atOnce, now }: { readonly atOnce: number; readonly now: () => Date }): SectionJobs<Result> {
  const jobs = new Map<string, OpenJob<Result>>();
  let timer: NodeJS.Timeout | undefined;
  /** Whether one more may begin. */
  function hasRoom(): boolean {
    const computing = [...jobs.values()].filter(({ state }) => state === 'computing');
    const isOvertaken = computing.some(({ startedAt }) => startedAt !== undefined && now().getTime() - startedAt.getTime() >= OVERTAKEN_AFTER_MS);
    return computing.length < atOnce + (isOvertaken ? 1 : 0);
  }


  function beginNext(): void {
    for (const job of jobs.values()) {
      if (!hasRoom()) return;
      if (job.state === 'queued') job.begin();
    }
    if (jobs.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  function dropStale(): void {
    for (const job of jobs.values()) {
      const limitMs = job.state === 'queued' ? QUEUED_FOR_MS : COMPUTED_FOR_MS;
      if (job.waiting === 0 && now().getTime() - job.askedAt > limitMs) job.stopping.abort(new NobodyWaits('Nobody asked for it any more.'));
    }
  }

  return {
    find(key) {
      const job = jobs.get(key);
      if (job !== undefined) job.askedAt = now().getTime();
      return job;
    },

    start(key, revision, work) {
      if (jobs.size >= atOnce + LONGEST_QUEUE) throw serverBusy('More results are being computed than this server can queue.');
      const stopping = new AbortController();
      const { signal } = stopping;
      let begin = (): void => undefined;
      const done = new Promise<Result>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        begin = () => {
          job.state = 'computing';
          job.startedAt = now();
          setTimeout(beginNext, OVERTAKEN_AFTER_MS).unref();
          work({ report: (share) => (job.progress = Math.min(1, Math.max(job.progress, share))), signal }).then(resolve, reject);
        };
      });
      const job: OpenJob<Result> = { revision, state: 'queued', progress: 0, startedAt: undefined, done, askedAt: now().getTime(), waiting: 0, stopping, begin: () => begin() };
      jobs.set(key, job);
      const end = (): void => {
        jobs.delete(key);
        beginNext();
      };
      done.then(end, end);
      timer ??= setInterval(dropStale, LOOK_EVERY_MS).unref();
      beginNext();
      return job;
    },

    async wait(key, job, until) {
      const open = jobs.get(key);
      if (open !== job || open === undefined) return;
      open.waiting++;
      try {
        await Promise.race([job.done, ...(until === undefined ? [] : [until])]);
      } finally {
        open.waiting--;
        open.askedAt = now().getTime();
      }
    },

    dropStale,
  };
}
