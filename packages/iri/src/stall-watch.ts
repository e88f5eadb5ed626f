/** When a search is no longer worth its steps. */
export interface StallRule {
  /** So many steps … */
  readonly steps: number;
  /** … in which the least value did not fall by this share of it. */
  readonly share: number;
}

/** Notices that a value has stopped falling. Small gains add up: they are counted from the last time they came to the share. */
export class StallWatch {
  readonly #rule: StallRule;
  #since: { readonly step: number; readonly value: number } | undefined;

  constructor(rule: StallRule) {
    this.#rule = rule;
  }

  /** Takes in the value after a step. @returns whether it has stalled. */
  isStalled(step: number, value: number): boolean {
    const { steps, share } = this.#rule;
    this.#since ??= { step, value };
    const gain = this.#since.value - value;
    // The share is of the amount: an objective may be below 0. One of 0 gains nothing by staying there.
    if (gain > 0 && gain >= share * Math.abs(this.#since.value)) this.#since = { step, value };
    return step - this.#since.step >= steps;
  }
}
