/** Up to `count` names that look most like the one asked for, the nearest first. */
export function nearNames(asked: string, names: readonly string[], count = 5): string[] {
  const distance = new Map(names.map((name) => [name, editDistance(asked.toLowerCase(), name.toLowerCase())]));
  return [...names].sort((a, b) => distance.get(a)! - distance.get(b)!).slice(0, count);
}

/** Least number of insertions, deletions and substitutions. @see Levenshtein 1966 */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    previous = row;
  }
  return previous[b.length]!;
}
