/** For each query the position of its target, from 0; undefined where it has none yet. No target has two queries. A value. */
export type Links = readonly (number | undefined)[];

export function noLinks(count: number): Links {
  return Array.from({ length: count }, () => undefined);
}

/** Gives a query a target. If another query had it, that one takes what this query had before: two that were mixed up are changed in one go. */
export function withLink(links: Links, query: number, target: number): Links {
  const before = links[query];
  return links.map((each, i) => (i === query ? target : each === target ? before : each));
}

/** The query that a target belongs to. */
export function queryOf(links: Links, target: number): number | undefined {
  const query = links.indexOf(target);
  return query === -1 ? undefined : query;
}

/** The next query without a target, beginning after one and going round; undefined when all have theirs. */
export function nextOpen(links: Links, after = -1): number | undefined {
  const order = links.map((_, i) => (after + 1 + i) % links.length);
  return order.find((query) => links[query] === undefined);
}

/** The answer, once every query has its target. */
export function assignmentOf(links: Links): readonly number[] | undefined {
  const assignment = links.filter((target) => target !== undefined);
  return assignment.length === links.length ? assignment : undefined;
}
