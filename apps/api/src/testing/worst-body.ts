/** Bodies of at most so many bytes that a route reads and that are as much work to check as we know to make. */
export function worstBody(path: string, limit: number): string[] {
  const unknownField = (index: number): string => `"f${index}":0`;
  const manyFields = filled('{', unknownField, '}', limit);
  if (path.endsWith('/responses')) return [filled('{"responses":[', () => '{}', ']}', limit), filled('{"responses":[{', unknownField, '}]}', limit)];
  if (path.endsWith('/consent')) return [manyFields, filled('{"tickedItems":[', (index) => String(index), ']}', limit)];
  if (path.endsWith('/sessions')) return [manyFields, filled('{"kind":"person","platformParameters":{', (index) => `"p${index}":""`, '}}', limit)];
  if (path.endsWith('/studies')) return [filled('{"conditions":[', () => '{}', ']}', limit)];
  if (path.endsWith('/preprocessing')) return [filled('{"otherInputs":{"mask":[', () => '""', ']}}', limit)];
  return [manyFields];
}

function filled(start: string, item: (index: number) => string, end: string, limit: number): string {
  const items: string[] = [];
  let length = start.length + end.length;
  for (let index = 0; length + item(index).length + 1 <= limit; index++) {
    items.push(item(index));
    length += item(index).length + 1;
  }
  return `${start}${items.join(',')}${end}`;
}
