import { RecruitingError } from '../../recruiting-error.ts';
import { isObject } from './request.ts';

// What is read of Prolific's answers, and nothing else: addresses and traits of participants are left out. Values that are not known are kept as they are.

export interface ProlificAccount {
  readonly id: string;
  readonly email: string;
  readonly currency: string | undefined;
  /** In minor units of the currency. */
  readonly availableBalance: number | undefined;
}

export interface ProlificCode {
  readonly code: string | undefined;
  readonly codeType: string;
  readonly actions: readonly string[];
  readonly actor: string;
}

export interface ProlificStudy {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly externalUrl: string;
  readonly codes: readonly ProlificCode[];
  /** In minor units, each. */
  readonly reward: number | undefined;
  readonly currency: string | undefined;
  readonly places: number | undefined;
  readonly estimatedMinutes: number | undefined;
  readonly maximumMinutes: number | undefined;
  readonly workspaceId: string | undefined;
}

export interface ProlificSubmission {
  readonly id: string;
  readonly participantId: string;
  /** As `submissionStatus` writes it. */
  readonly status: string;
  readonly startedAt: string | undefined;
  readonly completedAt: string | undefined;
  readonly enteredCode: string | undefined;
  /** When a return was asked for. */
  readonly returnRequested: string | undefined;
  /** Paid bonuses in minor units; absent in lists. */
  readonly bonuses: readonly number[] | undefined;
}

/** Prolific spells statuses in several ways: AWAITING REVIEW, TIMED-OUT, AWAITING_REVIEW. */
export function submissionStatus(text: string): string {
  return text.trim().toUpperCase().replaceAll(/[\s_-]+/g, '_');
}

export function toAccount(json: unknown): ProlificAccount {
  const { id, email, currency_code, available_balance } = object(json, 'account');
  return { id: text(id, 'id'), email: optional(email) ?? '', currency: optional(currency_code), availableBalance: number(available_balance) };
}

export function toStudy(json: unknown): ProlificStudy {
  const study = object(json, 'study');
  const codes = Array.isArray(study['completion_codes']) ? study['completion_codes'].filter(isObject) : [];
  return {
    id: text(study['id'], 'id'),
    name: optional(study['internal_name']) ?? optional(study['name']) ?? '',
    status: submissionStatus(optional(study['status']) ?? 'UNKNOWN'),
    externalUrl: optional(study['external_study_url']) ?? '',
    codes: codes.map(({ code, code_type, actions, actor }) => ({
      code: optional(code),
      codeType: optional(code_type) ?? 'OTHER',
      actions: Array.isArray(actions) ? actions.flatMap((each) => (isObject(each) ? (optional(each['action']) ?? []) : [])) : [],
      actor: optional(actor) ?? 'participant',
    })),
    reward: number(study['reward']),
    currency: optional(study['presentment_currency_code']) ?? optional(study['currency_code']),
    places: number(study['total_available_places']),
    estimatedMinutes: number(study['estimated_completion_time']),
    maximumMinutes: number(study['maximum_allowed_time']),
    workspaceId: optional(study['workspace']) ?? optional(study['workspace_id']),
  };
}

/** Lists say `participant_id` and `study_code`, single ones `participant` and `entered_code`. */
export function toSubmission(json: unknown): ProlificSubmission {
  const submission = object(json, 'submission');
  const bonuses = submission['bonus_payments'];
  const asked = submission['return_requested'];
  return {
    id: text(submission['id'], 'id'),
    participantId: text(submission['participant_id'] ?? submission['participant'], 'participant_id'),
    status: submissionStatus(optional(submission['status']) ?? 'UNKNOWN'),
    startedAt: optional(submission['started_at']),
    completedAt: optional(submission['completed_at']),
    enteredCode: optional(submission['study_code'] ?? submission['entered_code']),
    returnRequested: asked === true ? 'yes' : optional(asked),
    bonuses: Array.isArray(bonuses) ? bonuses.flatMap((each) => number(isObject(each) ? each['amount'] : each) ?? []) : undefined,
  };
}

export function object(json: unknown, what: string): Readonly<Record<string, unknown>> {
  if (isObject(json)) return json;
  throw new RecruitingError('platform.unreachable', `Prolific’s answer is no ${what}: ${JSON.stringify(json)?.slice(0, 200) ?? 'nothing'}.`);
}

export function text(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new RecruitingError('platform.unreachable', `Prolific’s answer has no ${field}.`, { field });
}

export function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
