/** What a session takes and is paid. */
export interface CostRequest {
  /** Trials of a session that are scored, and all others: catch and practice trials. */
  readonly scoredTrials: number;
  readonly otherTrials: number;
  readonly secondsPerTrial: number;
  /** Consent, instructions and debriefing. */
  readonly fixedMinutes: number;
  /** Null where nothing is paid. */
  readonly reward: { readonly amount: number; readonly basis: 'session' | 'hour' } | null;
  /** What the recruiting platform takes, as a share of the reward: 0.33 is a third on top. */
  readonly platformShare: number;
}

export interface Cost {
  readonly minutesPerRater: number;
  readonly hours: number;
  /** To raters, to the platform, and together; in the reward's currency, rounded to hundredths as they are paid. */
  readonly rewards: number;
  readonly fees: number;
  readonly total: number;
}

/** Time and money for a number of raters. Nobody is paid for a fraction of a hundredth. */
export function costOf(raters: number, { scoredTrials, otherTrials, secondsPerTrial, fixedMinutes, reward, platformShare }: CostRequest): Cost {
  const minutesPerRater = fixedMinutes + ((scoredTrials + otherTrials) * secondsPerTrial) / 60;
  const each = reward === null ? 0 : hundredths(reward.basis === 'session' ? reward.amount : (reward.amount * minutesPerRater) / 60);
  const rewards = hundredths(raters * each);
  const fees = hundredths(rewards * platformShare);
  return { minutesPerRater, hours: (raters * minutesPerRater) / 60, rewards, fees, total: hundredths(rewards + fees) };
}

function hundredths(amount: number): number {
  return Math.round(amount * 100) / 100;
}
