import { describe, expect, it } from 'vitest';
import { newKey, openSecrets } from './index.ts';

const [old, now] = [newKey(), newKey()];
const secrets = openSecrets(now);
const rotated = openSecrets(`${now},${old}\n`);

describe('signatures', () => {
  it('hold for their purpose and text alone', () => {
    const signature = secrets.sign('test link', 'study 1');
    expect(secrets.verify('test link', 'study 1', signature)).toBe(true);
    expect(secrets.verify('test link', 'study 2', signature)).toBe(false);
    expect(secrets.verify('picture', 'study 1', signature)).toBe(false);
    expect(openSecrets(newKey()).verify('test link', 'study 1', signature)).toBe(false);
    for (const wrong of ['', 'a', `${signature}a`]) expect(secrets.verify('test link', 'study 1', wrong)).toBe(false);
  });

  it('of a key that was replaced still hold while it is kept', () => {
    const signature = openSecrets(old).sign('test link', 'study 1');
    expect(rotated.verify('test link', 'study 1', signature)).toBe(true);
    expect(secrets.verify('test link', 'study 1', signature)).toBe(false);
  });
});

describe('keyed hashes', () => {
  it('are found again after the key was changed', () => {
    const stored = openSecrets(old).keyedHash('person', 'abc');
    expect(rotated.keyedHashes('person', 'abc')).toContain(stored);
    expect(rotated.keyedHash('person', 'abc')).not.toBe(stored);
    expect(stored).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('encryption', () => {
  it('gives back any text, differs each time, and needs the key', () => {
    for (const text of ['', 'PROLIFIC_PID', '{"name":"Ünïcode 猫"}']) {
      const sealed = secrets.encrypt('identity', text);
      expect(secrets.decrypt('identity', sealed)).toBe(text);
      expect(secrets.encrypt('identity', text)).not.toBe(sealed);
      expect(sealed.startsWith(secrets.sealedPrefix)).toBe(true);
      expect(rotated.decrypt('identity', sealed)).toBe(text);
    }
    expect(() => openSecrets(newKey()).decrypt('identity', secrets.encrypt('identity', 'a'))).toThrow(expect.objectContaining({ code: 'secrets.key_unknown' }));
  });

  it('refuses what was changed, cut or made for another purpose', () => {
    const sealed = secrets.encrypt('identity', 'somebody');
    const flipped = sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    for (const wrong of [flipped, sealed.slice(0, 20), '', 'plain text', `v1.${secrets.keyId}.`]) {
      expect(() => secrets.decrypt('identity', wrong)).toThrow(expect.objectContaining({ code: 'secrets.unreadable' }));
    }
    expect(() => secrets.decrypt('token', sealed)).toThrow(expect.objectContaining({ code: 'secrets.unreadable' }));
  });
});

it('a key that is absent or short is refused, and not repeated', () => {
  expect(() => openSecrets(' ,\n')).toThrow(expect.objectContaining({ code: 'secrets.key_missing' }));
  expect(() => openSecrets('hunter2')).toThrow(expect.objectContaining({ code: 'secrets.key_too_short', message: expect.not.stringContaining('hunter2') }));
});
