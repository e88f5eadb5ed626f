import { openSection } from '../analysis/open-section.ts';
import type { SectionRunner } from '../analysis/section-job.ts';

/** Computes sections in the caller's own thread: for tests, which have no bundle of the thread. */
export const runHere: SectionRunner = {
  version: 'here',
  atOnce: 1,
  run: async ({ sessions, ...question }, { report }) => {
    const open = openSection(question);
    for await (const page of sessions) open.take(page);
    return open.finish(report);
  },
};
