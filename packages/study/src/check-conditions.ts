import type { Issue } from '@lookalike/errors';

/**
 * Whether the conditions of a study can be told apart by their names, which tables and plots show. Case and blanks around do not tell them apart.
 * Code: `study.condition_name_repeated`, for every name after the first.
 */
export function checkConditions(names: readonly string[]): readonly Issue[] {
  const firstOf = new Map<string, number>();
  return names.flatMap((name, index) => {
    const first = firstOf.get(keyOf(name));
    if (first === undefined) {
      firstOf.set(keyOf(name), index);
      return [];
    }
    return [{
      path: `/conditions/${index}/name`, code: 'study.condition_name_repeated',
      message: `The conditions ${first + 1} ("${names[first]?.trim() ?? ''}") and ${index + 1} ("${name.trim()}") have the same name: capital letters and blanks around it do not tell conditions apart.`,
      fix: 'Give each a name of its own.',
    }];
  });
}

/** Whether two conditions would have one name. */
export function isSameConditionName(first: string, second: string): boolean {
  return keyOf(first) === keyOf(second);
}

function keyOf(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
