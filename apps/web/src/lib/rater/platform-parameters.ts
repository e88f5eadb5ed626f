/** Parameters of a rater's link that are ours and not a recruiting platform's. */
const ownParameters: ReadonlySet<string> = new Set(['test']);
/** As the API takes them. */
const name = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const longestValue = 200;
const mostParameters = 20;

/** What a recruiting platform wrote into the link, such as PROLIFIC_PID. Empty, unusable and repeated ones are left out. */
export function platformParameters(search: URLSearchParams): Readonly<Record<string, string>> {
  const usable = [...search].filter(([key, value]) => !ownParameters.has(key) && name.test(key) && value !== '' && value.length <= longestValue);
  return Object.fromEntries(usable.slice(0, mostParameters));
}

/** `?test=KEY` marks a session that counts in no quota and no score. */
export function isTestLink(search: URLSearchParams): boolean {
  return search.has('test') && search.get('test') !== '0';
}

/** What a test link carries; undefined where it says only that it is one: then whoever is signed in to the console can test. */
export function testKeyOf(search: URLSearchParams): string | undefined {
  const key = search.get('test') ?? '';
  return key.length > 1 ? key.slice(0, 100) : undefined;
}

/** Where a browser remembers its session. Another person's link is another place, so sessions never mix. */
export function sessionPlace(linkToken: string, search: URLSearchParams): string {
  const parameters = Object.entries(platformParameters(search)).sort(([a], [b]) => (a < b ? -1 : 1));
  return `lookalike.session:${JSON.stringify([linkToken, isTestLink(search), parameters])}`;
}
