/** Steps one after the other, as in a search, until they have taken `leastMs`. @returns each one's time in ms. */
export async function turn(step: () => Promise<number>, leastMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let spentMs = 0; spentMs < leastMs; spentMs += times.at(-1)!) times.push(await step());
  return times;
}
