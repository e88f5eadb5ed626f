import { describe, expect, it } from 'vitest';
import { sonaStandIn } from '../../testing/index.ts';
import { grantSonaCredit, readCreditReply } from './credit.ts';

function start() {
  const sona = sonaStandIn();
  sona.signUps.set('4711', false);
  const grant = (more: { experimentId?: string; surveyCode?: string; school?: string } = {}, token = 'c0ffee') => grantSonaCredit(sona.fetch, { school: 'lab', experimentId: '12', surveyCode: '4711', ...more }, token);
  return { sona, grant };
}

describe('a credit', () => {
  it('is granted once, and granted is what it stays', async () => {
    const { sona, grant } = start();
    expect(await grant()).toEqual({ outcome: 'granted' });
    expect(sona.signUps.get('4711')).toBe(true);
    expect(await grant()).toEqual({ outcome: 'granted' });
  });

  it('is not granted by an answer of 200 that has errors', async () => {
    const { sona, grant } = start();
    expect(await grant({ surveyCode: '1' })).toEqual({ outcome: 'refused', reason: 'Invalid survey_code.' });
    expect(await grant({}, 'wrong')).toEqual({ outcome: 'refused', reason: 'Invalid experiment_id or credit_token.' });
    expect(sona.signUps.get('4711')).toBe(false);
  });

  it('an answer that was lost after it took effect is asked again without harm', async () => {
    const { sona, grant } = start();
    sona.faults.push({ path: /Credit/, kind: { afterEffect: 'lost' } });
    await expect(grant()).rejects.toMatchObject({ code: 'platform.unreachable' });
    expect(await grant()).toEqual({ outcome: 'granted' });
  });

  it('a school that is not there is no refusal', async () => {
    await expect(start().grant({ school: 'elsewhere' })).rejects.toMatchObject({ code: 'platform.unreachable' });
  });
});

describe('Sona’s answer', () => {
  const wrap = (inside: string) => `<WebstudyCreditResponse><WebstudyCreditResult xmlns:a="a" xmlns:i="i">${inside}</WebstudyCreditResult></WebstudyCreditResponse>`;
  it.each([
    ['status not G', '<a:Errors i:nil="true" /><a:Result><a:credit_status>N</a:credit_status></a:Result>', 'refused'],
    ['no status', '<a:Errors i:nil="true"></a:Errors><a:Result></a:Result>', 'refused'],
    ['empty errors', '<a:Errors></a:Errors><a:Result><credit_status>G</credit_status></a:Result>', 'granted'],
    ['errors beside a result', '<a:Errors><b:string>No-show</b:string></a:Errors><a:Result><credit_status>G</credit_status></a:Result>', 'refused'],
    ['a number only', '<a:Errors><b:int>5</b:int></a:Errors><a:Result i:nil="true"/>', 'refused'],
  ])('%s', (_, inside, outcome) => {
    expect(readCreditReply(wrap(inside)).outcome).toBe(outcome);
  });

  it('a page of a sign-in is none', () => {
    expect(() => readCreditReply('<html><body>Log in</body></html>')).toThrow('not the one of its credit service');
  });
});
