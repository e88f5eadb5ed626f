/**
 * Steps one after the other, as in a search, until they have taken `leastMs`. The first is left out where there are others: meanwhile the threads
 * of whoever ran before wait for work on the same processors. @returns each one's time in ms.
 */
export async function turn(step: () => Promise<number>, leastMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let spentMs = 0; spentMs < leastMs; spentMs += times.at(-1)!) times.push(await step());
  return times.length > 1 ? times.slice(1) : times;
}
