import type { SectionQuestion, StoredSession } from './section-job.ts';

/** To a thread; each but the last is answered by `taken`, so that no more than one page is on its way. */
export type ToThread =
  | { readonly kind: 'question'; readonly question: SectionQuestion }
  | { readonly kind: 'sessions'; readonly page: readonly StoredSession[] }
  | { readonly kind: 'finish' };

export type FromThread =
  | { readonly kind: 'taken' }
  /** In [0, 1]. */
  | { readonly kind: 'progress'; readonly share: number }
  /** The result as JSON. */
  | { readonly kind: 'result'; readonly json: string }
  /** The statistics say why they cannot be made of these answers. */
  | { readonly kind: 'unfit'; readonly message: string };
