export type { OutsideFetch, OutsideRequest, OutsideResponse } from './outside-fetch.ts';
export { onlyListedHosts, platformHosts, type SendTo } from './listed-hosts.ts';
export { isPublicAddress } from './public-address.ts';
export { bonusesAtOnce, prolificClient, type Bonus, type BonusSetUp, type PayOutcome, type ProlificClient } from './prolific/client.ts';
export { endHooks, subscribeHooks, type Hooks } from './prolific/hooks.ts';
export { submissionStatus, type ProlificAccount, type ProlificCode, type ProlificStudy, type ProlificSubmission } from './prolific/records.ts';
export { isFromProlific, toEvent, type ProlificEvent } from './prolific/webhook.ts';
export { grantSonaCredit, type CreditOutcome } from './sona/credit.ts';
export { RecruitingError } from '../recruiting-error.ts';
