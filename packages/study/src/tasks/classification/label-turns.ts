import type { Stimulus } from '../../stimulus.ts';

/** The same stimuli, one of each label in turn as long as there are any; the labels in the order in which they first come. */
export function inTurnsByLabel(stimuli: readonly Stimulus[]): readonly Stimulus[] {
  const seen = new Map<string | undefined, number>();
  const turnOf = new Map(stimuli.map((stimulus) => {
    const turn = seen.get(stimulus.label) ?? 0;
    seen.set(stimulus.label, turn + 1);
    return [stimulus, turn];
  }));
  const labels = [...seen.keys()];
  return [...stimuli].sort((a, b) => (turnOf.get(a) ?? 0) - (turnOf.get(b) ?? 0) || labels.indexOf(a.label) - labels.indexOf(b.label));
}
