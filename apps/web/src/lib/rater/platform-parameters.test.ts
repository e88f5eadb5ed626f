import { describe, expect, it } from 'vitest';
import { isTestLink, platformParameters, sessionPlace, testKeyOf } from './platform-parameters.ts';

const search = (text: string) => new URLSearchParams(text);

describe('platformParameters', () => {
  it('passes Prolific’s parameters on in their exact case', () => {
    expect(platformParameters(search('PROLIFIC_PID=p1&STUDY_ID=s1&SESSION_ID=x1'))).toEqual({ PROLIFIC_PID: 'p1', STUDY_ID: 's1', SESSION_ID: 'x1' });
  });
  it('leaves out our own, empty, misnamed and overlong ones, and all above twenty', () => {
    expect(platformParameters(search(`test=1&a=&9x=1&long=${'v'.repeat(201)}&ok=1`))).toEqual({ ok: '1' });
    expect(Object.keys(platformParameters(search(Array.from({ length: 30 }, (_, i) => `p${i}=1`).join('&'))))).toHaveLength(20);
  });
});

describe('sessionPlace', () => {
  it('differs between people, links, and tests', () => {
    const places = [sessionPlace('a', search('PROLIFIC_PID=1')), sessionPlace('a', search('PROLIFIC_PID=2')), sessionPlace('b', search('PROLIFIC_PID=1')), sessionPlace('a', search('')), sessionPlace('a', search('test=1'))];
    expect(new Set(places).size).toBe(places.length);
  });
  it('does not depend on the order of the parameters', () => {
    expect(sessionPlace('a', search('x=1&y=2'))).toBe(sessionPlace('a', search('y=2&x=1')));
  });
});

it('a link is a test link by its test parameter', () => {
  expect(isTestLink(search('test'))).toBe(true);
  expect(isTestLink(search('test=0'))).toBe(false);
  expect(isTestLink(search(''))).toBe(false);
  expect(testKeyOf(search('test=a-signature'))).toBe('a-signature');
  expect(testKeyOf(search('test=1'))).toBeUndefined();
});
