import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { conditions } from './conditions.ts';
import { reproduceObjectives } from './reproduce-objectives.ts';

const root = join(import.meta.dirname, '../../../..');

it('judges every objective and network, writes all files, and run again makes nothing twice', async () => {
  const work = mkdtempSync(join(tmpdir(), 'reproduce-'));
  const images = join(work, 'images');
  mkdirSync(images);
  for (const name of ['cat', 'dog']) cpSync(join(root, `photographs/${name}.png`), join(images, `${name}.png`));
  const said: string[] = [];
  const reproduce = () => reproduceObjectives({
    networks: { robust: join(root, 'networks/cifar10-resnet10-robust.onnx') },
    images, out: join(work, 'out'), maximumSteps: 2, randomSeed: 'test', weights: [join(root, 'packages/perception/fixtures/lpips-squeeze.onnx')],
    device: 'onnxruntime-cpu', threads: 1, signal: new AbortController().signal, timeOfDay: () => new Date(0),
    terminal: { isInteractive: false, columns: 100, now: () => 0, write: (text) => said.push(text) },
  });
  const rows = await reproduce();
  expect(rows.map(({ judge, objective }) => `${judge} ${objective}`)).toEqual(['nlpd', 'ms-ssim', 'lpips-squeeze'].flatMap((judge) => conditions.map(({ name }) => `${judge} ${name}`)));
  for (const { targets, score, scoreLower, scoreUpper } of rows) expect([targets, scoreLower <= score && score <= scoreUpper]).toEqual([2, true]);
  const written = JSON.parse(readFileSync(join(work, 'out/objectives.json'), 'utf8')) as { rows: unknown; settings: { judges: unknown } };
  expect(written.rows).toEqual(rows);
  expect(written.settings.judges).toContainEqual(expect.objectContaining({ name: 'lpips-squeeze', weights: expect.stringMatching(/^[0-9a-f]{64}$/) }));
  for (const file of ['objectives.csv', 'objectives.md', 'objectives.svg', 'contact-sheet.png']) expect(readFileSync(join(work, 'out', file)).length).toBeGreaterThan(0);

  said.length = 0;
  expect(await reproduce()).toEqual(rows);
  expect(said.filter((line) => line.includes('2 of them are finished already'))).toHaveLength(conditions.length);
});
