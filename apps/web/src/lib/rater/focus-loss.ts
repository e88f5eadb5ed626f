/**
 * Counts how often attention left the page. Leaving a tab makes the browser report both a blur and a hidden page; that
 * is one loss. A value: `lose` and `regain` give the next.
 */
export interface FocusLoss {
  readonly count: number;
  readonly away: boolean;
}

export const undistracted: FocusLoss = { count: 0, away: false };

export function lose(focus: FocusLoss): FocusLoss {
  return focus.away ? focus : { count: focus.count + 1, away: true };
}

export function regain(focus: FocusLoss): FocusLoss {
  return { ...focus, away: false };
}
