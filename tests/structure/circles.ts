/** Circles by which files import themselves: for each file that is in no earlier one, the shortest. */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const inside = new Set<string>();
  return [...imports.keys()].flatMap((file) => {
    if (inside.has(file)) return [];
    const circle = wayBack(imports, file);
    for (const one of circle) inside.add(one);
    return circle.length === 0 ? [] : [circle];
  });
}

function wayBack(imports: ReadonlyMap<string, readonly string[]>, start: string): string[] {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (const file of waiting) {
    for (const imported of imports.get(file) ?? []) {
      if (imported === start) return [...wayTo(cameFrom, file), start];
      if (cameFrom.has(imported)) continue;
      cameFrom.set(imported, file);
      waiting.push(imported);
    }
  }
  return [];
}

function wayTo(cameFrom: ReadonlyMap<string, string>, file: string): string[] {
  const before = cameFrom.get(file);
  return before === undefined ? [file] : [...wayTo(cameFrom, before), file];
}
