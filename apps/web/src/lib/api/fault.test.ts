import { describe, expect, it } from 'vitest';
import { faultOf } from './fault.ts';

describe('faultOf', () => {
  it('keeps everything that the API says', () => {
    const issue = { path: '/title', code: 'request.minLength', message: 'Empty.', fix: 'Write something.' };
    const body = { type: 'x', title: 'Bad Request', status: 400, code: 'request.invalid', detail: 'Wrong form.', expected: 'A title.', fix: 'Send one.', issues: [issue], requestId: 'r1' };
    expect(faultOf({ status: 400, body })).toEqual({
      status: 400, code: 'request.invalid', message: 'Wrong form.', expected: 'A title.', fix: 'Send one.', issues: [issue], requestId: 'r1', retryAfterMs: undefined,
    });
  });

  it.each([undefined, null, '', '<html>Bad gateway</html>', { error: 'x' }, []])('an answer that is not ours (%j) has no code and names the status', (body) => {
    const fault = faultOf({ status: 502, body });
    expect(fault.code).toBeUndefined();
    expect(fault.message).toContain('502');
  });

  it('drops malformed issues rather than fail', () => {
    expect(faultOf({ status: 400, body: { code: 'a.b', detail: 'c', issues: [null, { path: 1 }] } }).issues).toEqual([]);
  });
});
