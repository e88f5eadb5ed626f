import type { StudyOperation, StudyOperationRequest } from '../../api/views.ts';
import { formatMoney, formatNumberOf } from '../format.ts';

/** A study's operation as a form holds it: flat. Null stands for an empty number field. */
export interface OperationDraft {
  places: number;
  /** Null: all places are open. */
  pilotPlaces: number | null;
  placeLeaseMinutes: number;
  completionCode: string;
  returnUrl: string;
  /** Empty: alerts are only on the study's page. */
  alertUrl: string;
  contact: string;
  institution: string;
  ethicsCommittee: string;
  lateFinish: StudyOperation['lateFinish'];
  /** Ids of studies whose raters cannot take part. */
  keepOut: string[];
  /** Ids of studies of which one has to have been finished; empty: anybody. */
  onlyFrom: string[];
  hasReward: boolean;
  /** Null until it was typed. */
  amount: number | null;
  currency: string;
  basis: NonNullable<StudyOperation['reward']>['basis'];
  rewardNote: string;
  /** One in each line. */
  authors: string;
  dataLicence: string;
}

export function toOperationDraft({ reward, authors, isPaused: _byItsOwnButton, recruiting: _byItsOwnCard, earlierRaters, completionCode, returnUrl, alertUrl, ...rest }: StudyOperation): OperationDraft {
  // Null for who may not change them, and cannot save the form.
  return { ...rest, completionCode: completionCode ?? '', returnUrl: returnUrl ?? '', alertUrl: alertUrl ?? '', keepOut: [...earlierRaters.keepOut], onlyFrom: [...earlierRaters.onlyFrom], hasReward: reward !== null, amount: reward?.amount ?? null, currency: reward?.currency ?? 'GBP', basis: reward?.basis ?? 'session', authors: authors.join('\n') };
}

function fromOperationDraft({ hasReward, amount, currency, basis, authors, keepOut, onlyFrom, ...rest }: OperationDraft): Omit<StudyOperationRequest, 'isPaused' | 'recruiting'> {
  return {
    ...rest,
    earlierRaters: { keepOut, onlyFrom },
    // A form without the amount is not sent; were it, the API would name the field.
    reward: hasReward ? { amount: amount as number, currency: currency.trim().toUpperCase(), basis } : null,
    authors: authors.split('\n').map((line) => line.trim()).filter((line) => line !== ''),
  };
}

/** What of a study's operation a form changes: only that is sent, so that two people who change different things do not undo each other. */
export function changesOf(before: StudyOperation, draft: OperationDraft): StudyOperationRequest {
  const changed = Object.entries(fromOperationDraft(draft)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof StudyOperation]));
  return Object.fromEntries(changed); // Values of these very names.
}

const names: Readonly<Record<string, string>> = {
  places: 'places', pilotPlaces: 'pilot places', placeLeaseMinutes: 'minutes that a place is kept', isPaused: 'paused', completionCode: 'completion code', returnUrl: 'return address',
  alertUrl: 'address for alerts', contact: 'contact', institution: 'institution', ethicsCommittee: 'ethics approval', lateFinish: 'finishing late', recruiting: 'recruiting', earlierRaters: 'raters of earlier studies', reward: 'reward', rewardNote: 'reward in words', authors: 'authors', dataLicence: 'licence',
};

/** A logged change in words, such as "places: 60". */
export function describeChange(change: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(change).map(([name, value]) => (name === 'isPaused' ? (value === true ? 'paused' : 'resumed') : `${names[name] ?? name}: ${inWords(value)}`));
}

function inWords(value: unknown): string {
  if (value === null || value === '') return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join('; ');
  if (typeof value === 'object' && 'keepOut' in value && 'onlyFrom' in value) return describeEarlierRaters(value as StudyOperation['earlierRaters']); // Only these have both.
  if (typeof value === 'object') return 'amount' in value ? describeReward(value as NonNullable<StudyOperation['reward']>) : JSON.stringify(value); // Only a reward has an amount.
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Who of earlier studies can take part, such as "those of 2 studies kept out". */
export function describeEarlierRaters({ keepOut, onlyFrom }: StudyOperation['earlierRaters']): string {
  const parts = [...(keepOut.length === 0 ? [] : [`those of ${formatNumberOf(keepOut.length, 'study', 'studies')} kept out`]), ...(onlyFrom.length === 0 ? [] : [`only those of ${formatNumberOf(onlyFrom.length, 'study', 'studies')}`])];
  return parts.length === 0 ? 'anybody' : parts.join(', ');
}

/** A reward in words, such as "£3.00 for a session". */
export function describeReward({ amount, currency, basis }: NonNullable<StudyOperation['reward']>): string {
  return `${formatMoney(amount, currency)} ${basis === 'hour' ? 'an hour' : 'a session'}`;
}
