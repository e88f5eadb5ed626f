import type { StudyAlert } from '../../api/views.ts';
import { formatNumberOf } from '../format.ts';

/** What happened, and what to do about it. */
export interface AlertWords {
  readonly title: string;
  readonly sentence: string;
}

type Facts = StudyAlert['facts'];
type Tone = 'neutral' | 'good' | 'warn' | 'bad';

interface Words extends AlertWords {
  readonly tone: Tone;
}

const text = (value: unknown, otherwise = '?'): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise);
const list = (value: unknown): string => (Array.isArray(value) && value.length > 0 ? value.map((each) => text(each)).join(', ') : 'an id');
const ofRecent = ({ affected, recent }: Facts): string => `${text(affected)} of the last ${text(recent)}`;

/** Every kind of alert in words. */
const wordsOf: Readonly<Record<string, (facts: Facts) => Words>> = {
  pilot_full: ({ completed }) => ({
    tone: 'good',
    title: 'The pilot is complete; the study is paused',
    sentence: `All pilot places (${text(completed)}) were completed. Look at the sessions and results. To go on, empty “Pilot places” and resume the study.`,
  }),
  quota_reached: ({ places }) => ({
    tone: 'good',
    title: 'All places are completed',
    sentence: `The last of ${text(places)} places was completed. Close the study, or give it more places if sessions have to be excluded. Stop recruiting on the platform, too.`,
  }),
  many_timed_out: (facts) => ({
    tone: 'warn',
    title: 'Many do not come to an end',
    sentence: `${ofRecent(facts)} raters went away without finishing. Take the study as a test on a slow connection and on a phone, and see in the sessions how far they come.`,
  }),
  checks_failing: (facts) => ({
    tone: 'warn',
    title: 'Many fail the quality rules',
    sentence: `${ofRecent(facts)} raters who came to the end fail a rule. Read the evidence in the sessions: unclear instructions and a rule that is too strict look the same as careless raters. Pause the study while you look.`,
  }),
  stimulus_not_loading: ({ trialIndex, participantId, conditions }) => ({
    tone: 'bad',
    title: 'A picture does not load',
    sentence: `The page of rater ${text(participantId)} could not load a picture of trial ${text(trialIndex)}${Array.isArray(conditions) && conditions.length > 0 ? ` (${conditions.map((name) => text(name)).join(', ')})` : ''}; it keeps trying. Once, it may be the rater’s browser. Again and again, see that the server reaches its files, and take the study as a test.`,
  }),
  link_unfilled: ({ parameters }) => ({
    tone: 'bad',
    title: 'A link without the rater’s id',
    sentence: `Somebody was turned away because the platform did not put ${list(parameters)} into the link. Copy the link from this page again, with all that stands in it, into the platform.`,
  }),
  entries_limited: ({ addressCount }) => ({
    tone: 'warn',
    title: 'Many entries from one address',
    sentence: `${text(addressCount)} people from one address have entered and not consented, so others from there have to wait. It is no fault where a class begins together; otherwise somebody may be trying to fill the places.`,
  }),
  finished_late: ({ participantId, heldPlaces, places }) => ({
    tone: 'warn',
    title: 'Somebody finished late',
    sentence: `Rater ${text(participantId)} finished after their place went to somebody else: ${text(heldPlaces)} of ${text(places)} places are taken. They have to be paid like the others. Keep a place for longer if it happens often.`,
  }),
  webhook_failing: ({ reason }) => ({ tone: 'warn', title: 'Alerts cannot be sent', sentence: `${text(reason)} Check the address under “Operated”; they are all on this page, too.` }),
  payment_unknown: () => ({
    tone: 'bad',
    title: 'A payment whose end is not known',
    sentence: 'The platform did not say whether it did what was asked. Look there before you do it again: paying twice cannot be taken back. Then say what became of it under “Submissions and payments”.',
  }),
  platform_unread: ({ reason }) => ({ tone: 'warn', title: 'The platform cannot be read', sentence: `${text(reason, 'It does not answer.')} It is tried again by itself; see under “Recruiting” its token and study.` }),
  credit_refused: ({ reason }) => ({ tone: 'bad', title: 'A credit was not given', sentence: `${text(reason, 'The platform refused it.')} “Credits” lists which: ask Sona again there, or give it by hand in Sona.` }),
};

/** An alert in words; one of a kind that is not listed says its name. */
export function alertWords({ kind, facts, count }: Pick<StudyAlert, 'kind' | 'facts' | 'count'>): Words {
  const words = wordsOf[kind]?.(facts) ?? { tone: 'warn', title: kind, sentence: 'This page is older than the server. Load it again to read what it means.' };
  return count > 1 ? { ...words, title: `${words.title} (${formatNumberOf(count, 'time')})` } : words;
}
