import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planCommand } from './plan-command.ts';

async function printed(...flags: string[]): Promise<string> {
  let text = '';
  await planCommand({ isInteractive: false, columns: 120, now: () => 0, write: (more) => { text += more; } }).exitOverride().configureOutput({ writeErr: () => undefined }).parseAsync(flags, { from: 'user' });
  return text;
}

it('prints raters, time and cost for each number of targets', async () => {
  const text = await printed('--score', '0.3', '--width', '0.15', '--targets', '10,100', '--reward', '9', '--per-hour', '--platform-share', '0.333');
  expect(text).toContain('So that the 95 % interval of a score of 0.3 is at most 0.15 wide on average.');
  expect(text).toMatch(/^ +10 +10 +– +mean width 0\.2\d\d/m);
  expect(text).toMatch(/^ +100 +16 +\d\d +mean width 0\.1[45]\d +6\.0 +\d\.\d +\d\d\.\d\d$/m);
  expect(text).toContain('with so few targets not even 5000 raters are enough');
});

it('tells what a number of raters achieves', async () => {
  expect(await printed('--score', '0.3', '--other-score', '0.2', '--raters', '40', '--targets', '80')).toMatch(/How near it comes.*\n[^]*^ +80 +16 +40 +power \d/m);
});

it('is for programs too', async () => {
  const { rows, wanted } = JSON.parse(await printed('--score', '0.02', '--margin', '0.05', '--targets', '100', '--json')) as { rows: { option: { raters: number } }[]; wanted: unknown };
  expect(wanted).toEqual({ kind: 'equivalence', score: 0.02, otherScore: 0.02, margin: 0.05, power: 0.8 });
  expect(rows[0]!.option.raters).toBeGreaterThan(5);
});

it('checks a plan by simulation, the same each time', async () => {
  const check = () => printed('--score', '0.4', '--width', '0.2', '--targets', '40', '--check', '20', '--once');
  const text = await check();
  expect(text).toMatch(/mean width 0\.\d+ ± 0\.\d+, the truth inside [\d.]+ % of intervals, 20 simulated studies/);
  expect(await check()).toBe(text);
});

it('writes the curve', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plan-'));
  try {
    await printed('--width', '0.2', '--targets', '40', '--svg', join(folder, 'curve.svg'));
    expect(await readFile(join(folder, 'curve.svg'), 'utf8')).toContain('<title>Width of a score');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each([
  [[], /Nothing says what the study is to achieve/],
  [['--width', '0.1', '--chance', '0.5'], /Several things are wanted/],
  [['--width', '0.1', '--assume', 'nothing'], /no preset "nothing"/],
  [['--width', '2'], /width is 2/],
  [['--width', '0.1', '--targets', '1'], /1 targets/],
  [['--width', 'wide'], /Expected a number/],
])('says what is wrong with %j', async (flags, message) => {
  await expect(printed(...flags)).rejects.toThrow(message);
});
