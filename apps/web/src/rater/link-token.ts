/**
 * The token in the path of a rater's link, `/s/<token>`, as the study's experimenter sent it; '' where there is none, or
 * none that can be read: no study has that link, and the page says so.
 */
export function linkTokenOf(pathname: string): string {
  const [, token = ''] = /^\/s\/([^/]+)\/?$/.exec(pathname) ?? [];
  try {
    return decodeURIComponent(token);
  } catch {
    return '';
  }
}
