import type { Column, RowOf } from '../column.ts';

const withdrawn = 'the rater withdrew: their answers are deleted';
const notYet = `it has not come to that, or ${withdrawn}`;
const notTold = `the browser did not say, or ${withdrawn}`;

/** Everybody who entered, with how it ended. Of who withdrew nothing is left but that somebody did. */
export const sessionColumns = {
  session_id: { type: 'text', meaning: 'Identifies the row.' },
  study_id: { type: 'text', meaning: 'The study, by its id in Lookalike.' },
  ending: { type: 'text', allowed: ['completed', 'failed_checks', 'declined', 'withdrawn', 'timed_out', 'screened_out', 'practice_not_passed', 'in_progress'], meaning: 'completed: finished, with a completion code. failed_checks: finished, and a rule of the study that ends sessions was failed. declined: gave no consent. withdrawn: took the consent back. timed_out: away for so long that the place went to others. screened_out: a rule of the study ended it on the way. practice_not_passed: too many rounds of practice. in_progress: none of these yet.' },
  kind: { type: 'text', allowed: ['person', 'test', 'simulated'], meaning: 'person: a rater. test: a trial run of the experimenter. simulated: a program.' },
  participant_id: { type: 'text', meaning: 'The rater. Random per study: it says nothing about the person.', missing: withdrawn },
  plan_index: { type: 'integer', minimum: 0, meaning: 'Which of the study’s plans was shown: a plan is a function of the configuration, the stimuli and this number.', missing: withdrawn },
  answer_count: { type: 'integer', minimum: 0, meaning: 'Answers, practice included.', missing: withdrawn },
  main_answer_count: { type: 'integer', minimum: 0, meaning: 'Answers of the main phase.', missing: withdrawn },
  practice_round_count: { type: 'integer', minimum: 0, meaning: 'Rounds of practice that were begun.', missing: withdrawn },
  catch_count: { type: 'integer', minimum: 0, meaning: 'Answered catch trials of the main phase.', missing: withdrawn },
  catch_right_count: { type: 'integer', minimum: 0, meaning: 'How many of them were answered right.', missing: withdrawn },
  median_response_time_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Median over the main phase.', missing: `nothing of the main phase was answered, or ${withdrawn}` },
  is_excluded: { type: 'boolean', meaning: 'Whether an exclusion rule flags the session. Nothing is removed because of it.', missing: withdrawn },
  exclusion_reasons: { type: 'text', meaning: 'Why: incomplete, by_hand, or the reasons of the study’s rules such as catch_failed, separated by semicolons. The README defines them.', missing: `the session is not flagged, or ${withdrawn}` },
  excluded_because: { type: 'text', meaning: 'What an experimenter said who excluded it by hand.', missing: `nobody did, or ${withdrawn}` },
  created_at: { type: 'date-time', meaning: 'When the rater entered.', missing: withdrawn },
  consented_at: { type: 'date-time', meaning: 'When the rater consented.', missing: notYet },
  started_at: { type: 'date-time', meaning: 'When the first answer came.', missing: notYet },
  completed_at: { type: 'date-time', meaning: 'When the session was finished.', missing: notYet },
  place_released_at: { type: 'date-time', meaning: 'When the place went back to the study. Answers that came later are kept.', missing: notYet },
  last_seen_at: { type: 'date-time', meaning: 'The last sign of life.', missing: withdrawn },
  language: { type: 'text', meaning: 'Language of the browser (BCP 47).', missing: notTold },
  refresh_hz: { type: 'number', unit: 'Hz', minimum: 0, meaning: 'Refresh of the screen, as measured.', missing: notTold },
  css_px_per_mm: { type: 'number', minimum: 0, meaning: 'CSS px per millimetre, from a bank card held to the screen.', missing: notTold },
  app_version: { type: 'text', meaning: 'Version of Lookalike that let the rater in.', missing: withdrawn },
} as const satisfies Readonly<Record<string, Column>>;

export type SessionRow = RowOf<typeof sessionColumns>;
