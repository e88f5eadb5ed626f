import { RecruitingError } from '../../recruiting-error.ts';
import { readAllPages } from './pages.ts';
import { number, object, text, toAccount, toStudy, toSubmission, type ProlificAccount, type ProlificStudy, type ProlificSubmission } from './records.ts';
import { rejectionIssues, type Rejection } from '../../rejection.ts';
import { askProlific, type ProlificAccess } from './request.ts';

export interface Bonus {
  /** Id of a submission or a participant. */
  readonly to: string;
  /** In minor units of the account's currency, whole. */
  readonly amount: number;
}

/** As Prolific has set it up, not paid yet. Amounts in minor units. */
export interface BonusSetUp {
  readonly id: string;
  readonly amount: number;
  readonly fees: number;
  readonly vat: number;
  readonly total: number;
}

/**
 * Prolific's API with one account's token. Everything that moves money or a submission is sent once: after platform.unreachable it may have been
 * done, and nothing but a person may send it again.
 */
export interface ProlificClient {
  account(): Promise<ProlificAccount>;
  study(studyId: string): Promise<ProlificStudy>;
  /** All of them, to the last page. */
  submissions(studyId: string): Promise<readonly ProlificSubmission[]>;
  submission(submissionId: string): Promise<ProlificSubmission>;
  /** Prolific does it later; what became of it is read from the submissions. */
  approveAll(submissionIds: readonly string[]): Promise<void>;
  askToReturn(submissionId: string, reason: string): Promise<void>;
  /** @throws RecruitingError platform.rejection_unfit before anything is sent */
  reject(submissionId: string, rejection: Rejection): Promise<void>;
  setUpBonuses(studyId: string, bonuses: readonly Bonus[]): Promise<BonusSetUp>;
  /** @throws RecruitingError platform.unreachable where it may have been paid, others where Prolific says that it did not pay */
  payBonuses(setUpId: string): Promise<void>;
}

/** As many as Prolific takes at once. */
const approvedAtOnce = 1000;
export const bonusesAtOnce = 200;

export function prolificClient(access: ProlificAccess): ProlificClient {
  const get = async (path: string) => (await askProlific(access, { method: 'GET', path, mayRepeat: true })).json;
  const id = encodeURIComponent;
  return {
    account: async () => toAccount(await get('users/me/')),
    study: async (studyId) => toStudy(await get(`studies/${id(studyId)}/`)),
    submissions: (studyId) => readAllPages(access, `submissions/?study=${id(studyId)}&ordering=started_at&page_size=100`, toSubmission),
    submission: async (submissionId) => toSubmission(await get(`submissions/${id(submissionId)}/`)),
    async approveAll(submissionIds) {
      for (let from = 0; from < submissionIds.length; from += approvedAtOnce) {
        await askProlific(access, { method: 'POST', path: 'submissions/bulk-approve/', body: { submission_ids: submissionIds.slice(from, from + approvedAtOnce) }, mayRepeat: false });
      }
    },
    async askToReturn(submissionId, reason) {
      await askProlific(access, { method: 'POST', path: `submissions/${id(submissionId)}/request-return/`, body: { request_return_reasons: [reason] }, mayRepeat: false });
    },
    async reject(submissionId, rejection) {
      const [issue] = rejectionIssues(rejection);
      if (issue !== undefined) throw new RecruitingError('platform.rejection_unfit', `${issue.message} ${issue.fix}`, { submissionId });
      await askProlific(access, { method: 'POST', path: `submissions/${id(submissionId)}/transition/`, body: { action: 'REJECT', message: rejection.message.trim(), rejection_category: rejection.category }, mayRepeat: false });
    },
    async setUpBonuses(studyId, bonuses) {
      // Set up twice is paid once at most: only what is paid by its id moves money. All the same a lost answer is not followed by a second one.
      const { json } = await askProlific(access, { method: 'POST', path: 'submissions/bonus-payments/', body: { study_id: studyId, csv_bonuses: bonusLines(bonuses) }, mayRepeat: false });
      const setUp = object(json, 'bonus');
      const amounts = ['amount', 'fees', 'vat', 'total_amount'].map((field) => number(setUp[field]));
      const [amount, fees = 0, vat = 0, total] = amounts;
      if (amount === undefined || total === undefined) throw new RecruitingError('platform.unreachable', 'Prolific’s answer does not say what the bonuses come to. Nothing was paid.');
      return { id: text(setUp['id'], 'id'), amount, fees, vat, total };
    },
    async payBonuses(setUpId) {
      await askProlific(access, { method: 'POST', path: `bulk-bonus-payments/${id(setUpId)}/pay/`, mayRepeat: false });
    },
  };
}

/** Prolific takes bonuses as lines of participant and amount in major units: 150 is 1.50. */
export function bonusLines(bonuses: readonly Bonus[]): string {
  return bonuses.map(({ to, amount }) => {
    if (!Number.isInteger(amount) || amount <= 0) throw new RangeError(`A bonus of ${amount} minor units: expected a whole number above 0.`);
    if (!/^[A-Za-z0-9]+$/.test(to)) throw new RangeError('An id of Prolific has letters and digits only.');
    return `${to},${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  }).join('\n');
}

