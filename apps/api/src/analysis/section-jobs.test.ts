import { expect, it } from 'vitest';
import { NobodyWaits, sectionJobs } from './section-jobs.ts';
import type { Watch } from './section-job.ts';

function clock() {
  const time = { ms: 0 };
  return { now: () => new Date(time.ms), advance: (ms: number) => (time.ms += ms) };
}

/** Work that ends when it is told to. */
function work() {
  let finish: (value: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const seen: { watch?: Watch } = {};
  const done = new Promise<string>((resolve, reject) => ([finish, fail] = [resolve, reject]));
  const run = (watch: Watch): Promise<string> => {
    seen.watch = watch;
    return done;
  };
  return { run, seen, finish: (value: string) => finish(value), fail: (error: Error) => fail(error) };
}

it('computes at most as many as it may at once, the others in the order in which they were asked for', async () => {
  const jobs = sectionJobs<string>({ atOnce: 1, now: clock().now });
  const [first, second] = [work(), work()];
  const one = jobs.start('one', 'r', first.run);
  const two = jobs.start('two', 'r', second.run);
  expect([one.state, two.state]).toEqual(['computing', 'queued']);
  expect([one.startedAt === undefined, two.startedAt === undefined]).toEqual([false, true]);
  first.finish('done');
  expect(await one.done).toBe('done');
  expect(jobs.find('one')).toBeUndefined();
  await Promise.resolve();
  expect(two.state).toBe('computing');
  second.finish('');
});

it('what takes long lets others past it, one at a time', async () => {
  const time = clock();
  const jobs = sectionJobs<string>({ atOnce: 1, now: time.now });
  const works = [work(), work(), work()];
  const [model, scores, bias] = works.map(({ run }, index) => jobs.start(`${index}`, 'r', run));
  expect([model, scores, bias].map((job) => job?.state)).toEqual(['computing', 'queued', 'queued']);
  time.advance(5_000);
  const last = jobs.start('last', 'r', work().run);
  expect([scores, bias].map((job) => job?.state)).toEqual(['computing', 'queued']);
  works[1]?.finish('done');
  await scores?.done;
  await Promise.resolve();
  expect([bias, last].map((job) => job?.state)).toEqual(['computing', 'queued']);
});

it('progress never goes back', () => {
  const jobs = sectionJobs<string>({ atOnce: 1, now: clock().now });
  const only = work();
  const job = jobs.start('one', 'r', only.run);
  for (const share of [0.4, 0.2, 7]) only.seen.watch?.report(share);
  expect(job.progress).toBe(1);
  expect(jobs.find('one')).toBe(job);
});

it('a failure ends its job alone', async () => {
  const jobs = sectionJobs<string>({ atOnce: 1, now: clock().now });
  const [first, second] = [work(), work()];
  const one = jobs.start('one', 'r', first.run);
  const two = jobs.start('two', 'r', second.run);
  first.fail(new Error('out of memory'));
  await expect(one.done).rejects.toThrow('out of memory');
  second.finish('done');
  expect(await two.done).toBe('done');
});

it('what nobody asks for any more is dropped: soon while it waits, late once it has begun', async () => {
  const time = clock();
  const jobs = sectionJobs<string>({ atOnce: 1, now: time.now });
  const [first, second, third] = [work(), work(), work()];
  const one = jobs.start('one', 'r', first.run);
  const two = jobs.start('two', 'r', second.run);
  const three = jobs.start('three', 'r', third.run);
  const dropped = [one, two].map(({ done }) => expect(done).rejects.toThrow(NobodyWaits));
  time.advance(50_000);
  jobs.find('three');
  time.advance(20_000);
  jobs.dropStale();
  await dropped[1];
  expect(one.state).toBe('computing');
  time.advance(250_000);
  jobs.find('three');
  jobs.dropStale();
  await dropped[0];
  expect(first.seen.watch?.signal.aborted).toBe(true);
  expect(second.seen.watch).toBeUndefined();
  expect(three.state).toBe('computing');
  third.finish('');
});

it('a job that somebody waits for is not dropped', async () => {
  const time = clock();
  const jobs = sectionJobs<string>({ atOnce: 1, now: time.now });
  const only = work();
  const job = jobs.start('one', 'r', only.run);
  const waiting = jobs.wait('one', job);
  time.advance(3_600_000);
  jobs.dropStale();
  expect(only.seen.watch?.signal.aborted).toBe(false);
  only.finish('done');
  await waiting;
});

it('the queue has an end', () => {
  const jobs = sectionJobs<string>({ atOnce: 1, now: clock().now });
  const start = (index: number): unknown => jobs.start(`${index}`, 'r', work().run);
  for (let index = 0; index < 51; index++) start(index);
  expect(() => start(51)).toThrow(expect.objectContaining({ code: 'server.busy' }));
});
