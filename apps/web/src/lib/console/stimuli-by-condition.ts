import type { StimulusView } from '../api/views.ts';

export interface StimulusCondition {
  readonly name: string;
  readonly factors: StimulusView['factors'];
  readonly network: StimulusView['network'];
  readonly stimuli: readonly StimulusView[];
  /** Undefined where no network audits it. */
  readonly audit: ConditionAudit | undefined;
}

export interface ConditionAudit {
  readonly pendingCount: number;
  readonly doneCount: number;
  /** Of those that are done; undefined where none is. */
  readonly medianDistance: number | undefined;
  /** Stimuli with the class of their target; undefined where the network has no classes. */
  readonly sameClassCount: number | undefined;
  /** Why there is none, each reason once. */
  readonly faults: readonly string[];
}

/** Stimuli by their condition, in the order in which conditions come first; all of a condition share factors and network. */
export function stimuliByCondition(stimuli: readonly StimulusView[]): readonly StimulusCondition[] {
  const groups = new Map<string, StimulusView[]>();
  for (const stimulus of stimuli) {
    const group = groups.get(stimulus.condition);
    if (group === undefined) groups.set(stimulus.condition, [stimulus]);
    else group.push(stimulus);
  }
  return [...groups].map(([name, members]) => ({ name, factors: members[0]?.factors ?? {}, network: members[0]?.network ?? null, stimuli: members, audit: auditOf(members) }));
}

function auditOf(stimuli: readonly StimulusView[]): ConditionAudit | undefined {
  const audits = stimuli.flatMap(({ audit }) => (audit === null ? [] : [audit]));
  if (audits.length === 0) return undefined;
  const classes = audits.flatMap(({ topClass }) => (topClass === null ? [] : [topClass]));
  const distances = audits.flatMap(({ representationDistance }) => (representationDistance === null ? [] : [representationDistance])).sort((a, b) => a - b);
  return {
    pendingCount: audits.filter(({ state }) => state === 'pending').length,
    doneCount: distances.length,
    medianDistance: medianOf(distances),
    sameClassCount: classes.length === 0 ? undefined : classes.filter(({ isSame }) => isSame).length,
    faults: [...new Set(audits.flatMap(({ message }) => (message === null ? [] : [message])))],
  };
}

/** @param ascending sorted */
function medianOf(ascending: readonly number[]): number | undefined {
  const [lower, upper] = [ascending[Math.ceil(ascending.length / 2) - 1], ascending[Math.floor(ascending.length / 2)]];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}
