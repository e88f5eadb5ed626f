import type { OutsideFetch } from '@lookalike/recruiting/clients';
import type { Secrets } from '@lookalike/secrets';
import type { BlobStore, JobQueue, Store } from '@lookalike/store';
import type { SectionRunner } from './analysis/section-job.ts';

/** What the services stand on. Tests pass an embedded database, a clock and whatever else they want to see. */
export interface Dependencies {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly queue: Pick<JobQueue, 'send'>;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** By the installation's key. */
  readonly secrets: Secrets;
  /** To recruiting platforms, and nowhere else. */
  readonly outside: OutsideFetch;
  /** To https addresses of the public internet that experimenters name. */
  readonly publicWeb: OutsideFetch;
  /** Between two requests to one of them. */
  readonly sleep: (ms: number) => Promise<void>;
  /** What computes results. */
  readonly sections: SectionRunner;
  /** What nobody is told of, but should stand in the log. */
  readonly log: { warn(details: object, message: string): void };
}
