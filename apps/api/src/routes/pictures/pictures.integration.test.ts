import type { OutgoingHttpHeaders } from 'node:http';
import { createStudy, launchStudy, recordBlobs } from '@lookalike/store';
import { defaultStudyConfiguration, type StudyConfiguration, type TaskName } from '@lookalike/study';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '@lookalike/images';
import { enteredRater, type TestRater } from '../../testing/rater.ts';
import { storeRuns, type StoredRuns } from '../../testing/stored-study.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { RaterSessionView } from '../rater/schemas.ts';

let test: TestApp;
let stored: StoredRuns;
beforeAll(async () => {
  test = await startTestApp();
  stored = await storeRuns(test, { targetCount: 1 });
});
afterAll(() => test.close());

type Trial = RaterSessionView['trials'][number];

const labels = ['bird', 'boat', 'cat'];
const targetCount = 30;
let serial = 0;

/** A picture of its own, of any kind and size: noise is larger than a plain surface. */
async function keep(kind: 'noise' | 'plain' | 'original'): Promise<string> {
  const n = ++serial;
  const side = kind === 'original' ? 40 + (n % 9) : 16;
  const data = Uint8Array.from({ length: side * side * 3 }, (_, at) => (kind === 'plain' ? n : (at * at * 31 + at * 17 + n * at * 7 + n) % 256));
  const image = sharp(data, { raw: { width: side, height: side, channels: 3 } });
  const formats = ['jpeg', 'png', 'webp'] as const;
  const format = kind === 'original' ? formats[n % 3]! : 'png';
  const bytes = await image.toFormat(format).toBuffer();
  const hash = await test.blobs.put(bytes);
  await recordBlobs(test.store.prisma, [{ hash, byteCount: bytes.length, mediaType: `image/${format}` }]);
  return hash;
}

/** A live study whose IRIs, targets, seeds and originals differ in length, and originals in type too. */
async function liveStudy(name: TaskName, trials: Partial<StudyConfiguration['trials']> = {}): Promise<string> {
  const base = defaultStudyConfiguration(name);
  const configuration = {
    ...base,
    task: base.task.name === 'classification' ? { ...base.task, labels } : base.task,
    design: { ...base.design, perCondition: 12 },
    trials: { catchCount: 4, practiceCount: 4, practicePassCount: 0, blockSize: 200, ...trials },
  } as StudyConfiguration;
  const conditions = stored.runs.map(({ id }) => ({ conditionId: id, name: id, runId: id }));
  const { id } = await createStudy(test.store.prisma, { configuration, conditions, operation: { places: 40 } });
  const targets = await Promise.all(Array.from({ length: targetCount }, async (_, index) => ({ targetId: `target ${index}`, label: labels[index % 3]!, targetHash: await keep(index % 2 === 0 ? 'plain' : 'noise'), originalHash: await keep('original') })));
  const stimuli = await Promise.all(conditions.flatMap(({ conditionId }) => targets.map(async (target) => ({ ...target, iriId: `${conditionId} ${target.targetId}`, conditionId, queryHash: await keep('noise'), seedHash: await keep(serial % 2 === 0 ? 'noise' : 'plain') }))));
  const fileHashes = stimuli.flatMap(({ queryHash, targetHash, seedHash, originalHash }) => [queryHash, targetHash, seedHash, originalHash]);
  const study = await launchStudy(test.store, { studyId: id, version: 1, conditions: conditions.map((condition) => ({ ...condition, factors: {} })), stimuli, fileHashes });
  return study?.linkToken ?? '';
}

/** All of a reply that is seen without decoding the picture. */
async function outsideOf(url: string): Promise<{ readonly headers: OutgoingHttpHeaders; readonly bytes: Buffer; readonly status: number; readonly length: number }> {
  const { statusCode, headers, rawPayload } = await test.app.inject({ url });
  const { date: _date, 'x-request-id': _id, ...rest } = headers;
  return { status: statusCode, headers: rest, length: rawPayload.length, bytes: rawPayload };
}

/** A trial's JSON with its numbers and signatures struck out, and everything about its pictures' files but what is in them. */
async function outsideOfTrial(trial: Trial): Promise<string> {
  const pictures = await Promise.all(trial.pictures.map(async ({ url }) => {
    const { bytes: _bytes, ...outside } = await outsideOf(url);
    return outside;
  }));
  const text = JSON.stringify({ ...trial, trialIndex: 0, blockIndex: 0, round: 0 }).replaceAll(/pictures\/[0-9a-f-]{36}\/\d+-\d+-([a-z0-9-]+)\.[\w-]{43}"/g, 'pictures/*/*-$1.*"');
  return `${text} ${JSON.stringify(pictures)}`;
}

async function consented(linkToken: string): Promise<{ readonly rater: TestRater; readonly view: RaterSessionView }> {
  const rater = await enteredRater(test.app, linkToken);
  return { rater, view: await rater.consent() };
}

const answers: Readonly<Record<TaskName, object>> = { '2afc': { side: 'left' }, matching: { assignment: [0, 1, 2] }, classification: { label: 'cat' } };

async function send(rater: TestRater, task: TaskName, trials: readonly Trial[]): Promise<void> {
  for (let from = 0; from < trials.length; from += 20) {
    const reply = await rater.post('responses', {
      responses: trials.slice(from, from + 20).map(({ trialIndex, round }) => ({
        responseId: crypto.randomUUID(), trialIndex, round, answer: answers[task], responseTimeMs: 900, presentedAt: '2026-05-04T09:30:00.000Z', focusLossCount: 0,
        viewportWidthPx: 1280, viewportHeightPx: 720, devicePixelRatio: 2, inputType: 'keyboard', imageLoadMs: 20,
      })),
    });
    if (reply.statusCode !== 200) throw new Error(reply.body);
  }
}

describe.each([['2afc', 13], ['matching', 22], ['classification', 14]] as const)('%s', (task, sessionCount) => {
  it('tells nothing of a trial without its pictures being decoded: JSON, headers and lengths are equal', async () => {
    const linkToken = await liveStudy(task);
    const urls = new Set<string>();
    const [roles, files] = [{ scored: 0, catch: 0, foil: 0 }, { lengths: new Set<number>(), types: new Set<string>() }];
    let [trialCount, pictureCount] = [0, 0];
    for (let n = 0; n < sessionCount; n++) {
      // The order of labels is a session's own.
      const outside = { practice: new Set<string>(), main: new Set<string>() };
      const { rater, view: { trials: practice } } = await consented(linkToken);
      await send(rater, task, practice);
      const { trials: main } = await rater.get();
      const { planned, shown } = await rater.known();
      for (const trial of [...practice, ...main]) {
        outside[trial.phase].add(await outsideOfTrial(trial));
        for (const { url } of trial.pictures) urls.add(url);
        pictureCount += trial.pictures.length;
        trialCount++;
        roles[planned(trial).role]++;
        if (n > 0) continue;
        for (const { slot, url } of trial.pictures) {
          const file = await test.blobs.get(shown(trial)[slot] ?? '');
          files.lengths.add(file.length);
          files.types.add((await sharp(file).metadata()).format);
          // What is seen is exactly what the plan says.
          expect(await decodeImage((await outsideOf(url)).bytes)).toEqual(await decodeImage(file));
        }
      }
      expect([outside.practice.size, outside.main.size]).toEqual([1, 1]);
    }
    expect(urls.size).toBe(pictureCount);
    expect(trialCount).toBeGreaterThanOrEqual(334);
    expect([roles.scored > 0, roles.catch > 0]).toEqual([true, true]);
    // The files themselves would have told.
    expect(files.lengths.size).toBeGreaterThan(3);
    if (task === 'classification') expect(files.types.size).toBeGreaterThan(1);
  }, 300_000);
});

/** With four blocks. */
let blocks: Promise<string>;
beforeAll(() => void (blocks = liveStudy('2afc', { blockSize: 7 })));

it('hands over a block and the next, and more as answers arrive', async () => {
  const linkToken = await blocks;
  const { rater, view } = await consented(linkToken);
  const blocksOf = ({ trials }: RaterSessionView): string => trials.map(({ phase, blockIndex }) => (phase === 'main' ? blockIndex : 'p')).join('');
  expect([blocksOf(view), view.blockCount]).toEqual(['pppp', 4]);
  await send(rater, '2afc', view.trials);
  const first = await rater.get();
  expect([blocksOf(first), first.progress]).toEqual(['11111112222222', { answered: 4, total: 32 }]);
  await send(rater, '2afc', first.trials.slice(0, 7));
  const second = await rater.get();
  expect(blocksOf(second)).toBe('22222223333333');
  // A trial that comes again comes with the same addresses: its pictures are loaded already.
  expect(second.trials.slice(0, 7)).toEqual(first.trials.slice(7));
});

it('an address holds for its own session and place, whoever asks, and for no other', async () => {
  const linkToken = await blocks;
  const { view } = await consented(linkToken);
  const { view: other } = await consented(linkToken);
  const url = view.trials[0]?.pictures[0]?.url ?? '';
  const reply = await outsideOf(url);
  expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'image/png', 'cache-control': 'private, max-age=86400, immutable', 'content-length': `${reply.length}` } });
  for (const name of ['etag', 'last-modified', 'set-cookie', 'content-encoding']) expect(reply.headers).not.toHaveProperty(name);
  const changes: readonly ((url: string) => string)[] = [
    (text) => text.replace('-query.', '-left.'),
    (text) => text.replace(/0-0-query/, '1-0-query'),
    (text) => text.replace(/0-0-query/, '0-1-query'),
    (text) => text.replace(view.sessionId, other.sessionId),
    (text) => text.replace(/\.[\w-]{43}$/, ''),
    (text) => text.replace(/\.[\w-]{43}$/, `.${'A'.repeat(43)}`),
    (text) => `${text}A`,
  ];
  for (const change of changes) {
    expect(change(url)).not.toBe(url);
    expect((await test.app.inject({ url: change(url) })).json()).toMatchObject({ status: 404, code: 'file.not_found' });
  }
  // The keys of an installation are replaced in turn; a replica that started anew knows the addresses too.
  expect((await (await test.restart()).inject({ url })).statusCode).toBe(200);
});
