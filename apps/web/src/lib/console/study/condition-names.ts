import { isSameConditionName } from '@lookalike/study';
import { referenceLabel, type ConditionSource } from './condition-source.ts';

const longest = 80;

/**
 * Names to begin with, one for each condition: the network's, and what tells it from the network's other conditions (objective, layer, seed,
 * images); a number where nothing does. No two are equal.
 */
export function defaultNames(sources: readonly ConditionSource[]): readonly string[] {
  const taken = new Set<string>();
  return sources.map((source) => {
    const plain = plainName(source, sources);
    for (let count = 1; ; count++) {
      const suffix = count === 1 ? '' : ` ${count}`;
      const name = `${shortened(plain, longest - suffix.length)}${suffix}`;
      if (!taken.has(name)) {
        taken.add(name);
        return name;
      }
    }
  });
}

function plainName(source: ConditionSource, sources: readonly ConditionSource[]): string {
  switch (source.kind) {
    case 'reference': return referenceLabel(source.reference);
    case 'run': return [source.networkName, ...differences(source, sources)].join(', ');
    case 'stimuli': {
      const isInOtherSets = sources.some((other) => other.kind === 'stimuli' && other.condition === source.condition && other.setName !== source.setName);
      return isInOtherSets ? `${source.condition}, ${source.setName}` : source.condition;
    }
  }
}

type Run = Extract<ConditionSource, { kind: 'run' }>;

/** What tells a run from the others of its network: one thing where one is enough, else all that differs. */
function differences(run: Run, sources: readonly ConditionSource[]): readonly string[] {
  const siblings = sources.filter((source): source is Run => source.kind === 'run' && source.networkName === run.networkName);
  const told: readonly ((of: Run) => string)[] = [({ objectiveName }) => objectiveName, ({ layer }) => layer, ({ seedKind }) => `${seedKind} seed`, ({ imageSetName }) => imageSetName];
  const isEnough = told.find((part) => new Set(siblings.map(part)).size === siblings.length);
  const parts = isEnough === undefined ? told.filter((part) => siblings.some((sibling) => part(sibling) !== part(run))) : siblings.length > 1 ? [isEnough] : [];
  return parts.map((part) => part(run));
}

/** The beginning of a name, and its end, which tells more. */
function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.floor((most - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(name.length - (most - 1 - head))}`;
}

/** Positions whose name another condition has too, or that have none. */
export function unusableNames(names: readonly string[]): ReadonlyMap<number, string> {
  return new Map(names.flatMap((name, position): (readonly [number, string])[] => {
    if (name.trim() === '') return [[position, 'Give it a name.']];
    return names.some((other, at) => at !== position && isSameConditionName(other, name)) ? [[position, 'Another condition has this name.']] : [];
  }));
}
