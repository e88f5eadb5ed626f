import { expect, it } from 'vitest';
import { linkTokenOf } from './link-token.ts';

it.each([
  ['/s/B_ts8q-ReT', 'B_ts8q-ReT'],
  ['/s/B_ts8q-ReT/', 'B_ts8q-ReT'],
  ['/s/two%20words', 'two words'],
])('%s is the link %s', (pathname, token) => expect(linkTokenOf(pathname)).toBe(token));

it.each(['/s', '/s/', '/s/a/b', '/s/%E0%A4%A', '/rater.html', '/console/s/a'])('%s is no link', (pathname) => expect(linkTokenOf(pathname)).toBe(''));
