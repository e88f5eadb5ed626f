import { LookalikeError } from '@lookalike/errors';
import { openSection } from '../analysis/open-section.ts';
import type { SectionRunner } from '../analysis/section-job.ts';
import { ApiError } from '../http/api-error.ts';

/** Computes sections in the caller's own thread: for tests, which have no bundle of the thread. */
export const runHere: SectionRunner = {
  version: 'here',
  atOnce: 1,
  run: async ({ sessions, ...question }, { report }) => {
    const open = openSection(question);
    for await (const page of sessions) open.take(page);
    try {
      return open.finish(report);
    } catch (error) {
      // As a thread says it.
      if (error instanceof LookalikeError) throw new ApiError('analysis.unfit', error.message);
      throw error;
    }
  },
};
