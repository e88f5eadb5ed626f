/** What the stand-in of Prolific holds. Tests change it between two requests, as participants and researchers do. */
export interface StandInSubmission {
  readonly id: string;
  readonly study: string;
  readonly participant: string;
  status: string;
  readonly startedAt: string;
  completedAt: string | null;
  code: string | null;
  returnRequested: string | null;
  /** Minor units. */
  readonly bonuses: number[];
  /** What was said to reject it. */
  rejection?: { readonly message: string; readonly category: string };
}

export interface StandInStudy {
  readonly id: string;
  name: string;
  status: string;
  externalUrl: string;
  /** Minor units. */
  reward: number;
  places: number;
  codes: { readonly code: string; readonly code_type: string; readonly actions: readonly { readonly action: string }[]; readonly actor?: string }[];
}

export interface StandInBonus {
  readonly id: string;
  readonly study: string;
  readonly lines: readonly { readonly participant: string; readonly amount: number }[];
  /** How often it was paid: more than once is a fault of who asks. */
  paidTimes: number;
}

/** An id as Prolific makes them. */
export function prolificId(kind: string, number: number): string {
  const prefix = [...kind].map((letter) => letter.charCodeAt(0).toString(16)).join('').slice(0, 12).padEnd(12, '0');
  return prefix + number.toString(16).padStart(12, '0');
}
