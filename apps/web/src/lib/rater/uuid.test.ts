import { expect, it } from 'vitest';
import { randomUuid } from './uuid.ts';

it('is a version 4 UUID whatever the random bytes are', () => {
  for (const fill of [0, 255, 0x5a]) {
    const uuid = randomUuid({ getRandomValues: <T extends ArrayBufferView | null>(array: T): T => {
      if (array instanceof Uint8Array) array.fill(fill);
      return array;
    } });
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
