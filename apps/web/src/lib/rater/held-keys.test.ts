import { expect, it } from 'vitest';
import { hold, letGo, noKeys } from './held-keys.ts';

it('fingers let go before they press again; scripts that only press never do', () => {
  let finger = noKeys;
  for (const code of ['KeyF', 'KeyF', 'KeyJ']) {
    expect(finger.size).toBe(0);
    finger = letGo(hold(finger, code), code);
  }
  const script = hold(hold(noKeys, 'KeyF'), 'KeyJ');
  expect(script.size).toBe(2);
  expect(hold(script, 'KeyF').size).toBe(2);
});

it('a device without codes holds nothing', () => {
  expect(hold(noKeys, '').size).toBe(0);
});
