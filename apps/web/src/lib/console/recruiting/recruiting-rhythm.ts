import { readingMinutes } from '@lookalike/recruiting';
import type { ActionView, RecruitingView, StudyView, SubmissionView } from '../../api/views.ts';

const secondMs = 1000;
/** Prolific tells when something changes, and it is read within seconds. */
const toldMs = 15 * secondMs;
/** Credits are asked for within seconds of an ending, and again later where Sona does not answer. */
const creditMs = 15 * secondMs;
const actionMs = 5 * secondMs;

export interface UnderWay {
  readonly status: StudyView['status'];
  readonly platform: StudyView['operation']['recruiting']['platform'];
  readonly accounts: readonly Pick<RecruitingView['accounts'][number], 'platform' | 'isTold'>[];
  readonly credits: readonly Pick<RecruitingView['credits'][number], 'state'>[];
  readonly submissions: readonly Pick<SubmissionView, 'owed'>[];
  readonly actions: readonly Pick<ActionView, 'state'>[];
}

/** After how many milliseconds there may be something new of a study's recruiting; undefined: nothing comes by itself. */
export function recruitingRhythmMs({ status, platform, accounts, credits, submissions, actions }: UnderWay): number | undefined {
  if (actions.some(({ state }) => state === 'doing')) return actionMs;
  if (platform === 'sona') return status === 'live' || credits.some(({ state }) => state === 'waiting') ? creditMs : undefined;
  const account = accounts.find((each) => each.platform === 'prolific');
  if (account === undefined || status === 'draft') return undefined;
  if (status === 'closed' && submissions.every(({ owed }) => owed === 'settled')) return undefined;
  if (account.isTold) return toldMs;
  return (status === 'live' ? readingMinutes.live : readingMinutes.otherwise) * 60 * secondMs;
}
