import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '@lookalike/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addImageSet, addStimulusSet } from './add-sets.ts';
import { signedInClient } from './sign-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'lookalike-add-sets-'));
beforeAll(() => {
  mkdirSync(join(folder, 'bird'));
  for (const path of ['bird/0.png', 'bird/bad.png', 'table.csv']) writeFileSync(join(folder, path), path);
});
afterAll(() => rmSync(folder, { recursive: true }));

const answer = (status: number, body: object): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const refusal = { code: 'images.refused', detail: 'No.', issues: [{ path: 'bird/bad.png', code: 'images.not_an_image', message: 'It is none.', fix: 'Leave it out.' }] };

/** A server that answers in turn, and what it was sent. */
function serverOf(...answers: Response[]) {
  const sent: { url: string; files: string[]; form: FormData }[] = [];
  const client = createApiClient({
    baseUrl: 'http://lookalike.test',
    fetch: async (request) => {
      const form = await request.formData();
      sent.push({ url: request.url, form, files: form.getAll('files').map((file) => (file as File).name) });
      return answers.shift() ?? answer(500, {});
    },
  });
  return { client, sent };
}

it('unfit files are left out only where that is asked for, and said', async () => {
  const asked = serverOf(answer(422, refusal), answer(201, { id: 'x' }));
  expect(await addImageSet(asked.client, { name: 'birds', path: folder, labels: join(folder, 'table.csv'), leavesUnfitOut: true })).toEqual({ set: { id: 'x' }, leftOut: ['bird/bad.png'] });
  expect(asked.sent.map(({ files }) => files)).toEqual([['bird/0.png', 'bird/bad.png'], ['bird/0.png']]);
  expect(asked.sent[1]?.form.get('leaveOut')).toBe('["bird/bad.png"]');
  expect((asked.sent[1]?.form.get('labels') as File).name).toBe('table.csv');
  const unasked = serverOf(answer(422, refusal));
  await expect(addImageSet(unasked.client, { name: 'birds', path: folder, labels: undefined, leavesUnfitOut: false })).rejects.toMatchObject({ code: 'images.refused' });
});

it('stimuli are sent with their table', async () => {
  const { client, sent } = serverOf(answer(201, { id: 'y' }));
  expect(await addStimulusSet(client, { name: 'metamers', path: folder, table: join(folder, 'table.csv') })).toEqual({ id: 'y' });
  expect(sent[0]).toMatchObject({ url: 'http://lookalike.test/api/stimulus-sets', files: ['bird/0.png', 'bird/bad.png'] });
  expect(sent[0]?.form.get('name')).toBe('metamers');
  expect((sent[0]?.form.get('table') as File).name).toBe('table.csv');
});

it('signing in without a password says how to give one', async () => {
  await expect(signedInClient('http://lookalike.test', { email: 'me', password: undefined })).rejects.toMatchObject({ code: 'cli.password_missing', message: expect.stringContaining('EXPERIMENTER_PASSWORD') });
});
