import type { Owed } from '@lookalike/recruiting';

type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

/** What a submission is owed, in the order in which one looks. */
export const owedNames: Readonly<Record<Owed, { readonly label: string; readonly tone: Tone }>> = {
  approve: { label: 'Approve', tone: 'accent' },
  review: { label: 'Decide', tone: 'warn' },
  bonus: { label: 'Bonus', tone: 'warn' },
  look: { label: 'Look', tone: 'bad' },
  ask_to_return: { label: 'Ask to return', tone: 'warn' },
  wait: { label: 'Under way', tone: 'neutral' },
  settled: { label: 'Settled', tone: 'good' },
};

export const owedInOrder = Object.keys(owedNames) as Owed[]; // Its keys are those.
