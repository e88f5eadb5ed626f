import { describe, expect, it } from 'vitest';
import { ImageLoader } from './image-loader.ts';

function desk({ failures = {} as Record<string, number>, concurrency = 2 } = {}) {
  const started: string[] = [];
  const open = new Map<string, () => void>();
  const stuck: (string | undefined)[] = [];
  let most = 0;
  const loader = new ImageLoader<string>({
    load: (url) => new Promise((resolve, reject) => {
      started.push(url);
      open.set(url, () => {
        open.delete(url);
        if ((failures[url] ?? 0) > 0) {
          failures[url] = (failures[url] ?? 0) - 1;
          reject(new Error('no'));
        } else resolve(`image ${url}`);
      });
      most = Math.max(most, open.size);
    }),
    now: () => 0,
    wait: async () => {},
    onStuck: (url) => stuck.push(url),
    concurrency,
  });
  const answer = async (url: string) => {
    open.get(url)?.();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { loader, started, open, stuck, answer, most: () => most };
}

describe('ImageLoader', () => {
  it('loads nearest first and never more at once than allowed', async () => {
    const { loader, started, answer, most } = desk();
    loader.want(['a', 'b', 'c', 'a']);
    expect(started).toEqual(['a', 'b']);
    await answer('a');
    expect(started).toEqual(['a', 'b', 'c']);
    expect(most()).toBe(2);
  });

  it('what a trial asks for jumps the queue', async () => {
    const { loader, started, answer } = desk({ concurrency: 1 });
    loader.want(['a', 'b', 'c']);
    const ready = loader.ready('c');
    await answer('a');
    expect(started).toEqual(['a', 'c']);
    await answer('c');
    expect((await ready).image).toBe('image c');
  });

  it('tries again until the image is there, and says when it is stuck and when no longer', async () => {
    const { loader, stuck, started, answer } = desk({ failures: { a: 3 } });
    const ready = loader.ready('a');
    for (let i = 0; i < 3; i++) await answer('a');
    expect(stuck).toEqual(['a']);
    await answer('a');
    await ready;
    expect(started).toHaveLength(4);
    expect(stuck).toEqual(['a', undefined]);
  });

  it('an image is loaded once for all who ask', async () => {
    const { loader, started, answer } = desk();
    const both = [loader.ready('a'), loader.ready('a')];
    await answer('a');
    await Promise.all([...both, loader.ready('a')]);
    expect(started).toEqual(['a']);
  });

  it('lets go of what is no longer wanted', async () => {
    const { loader, started, answer } = desk();
    loader.want(['a']);
    await answer('a');
    loader.want([]);
    void loader.ready('a');
    expect(started).toEqual(['a', 'a']);
  });
});
