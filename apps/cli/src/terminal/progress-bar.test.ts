import { expect, it } from 'vitest';
import { barOf, createProgressBar } from './progress-bar.ts';

it('fills from empty to full and never past its ends', () => {
  const inner = (share: number): string => barOf(share).slice(1, -1);
  expect(inner(0).trim()).toBe('');
  expect(inner(1)).toBe('█'.repeat(28));
  expect(inner(1.5)).toBe(inner(1));
  expect(inner(-1)).toBe(inner(0));
  expect(new Set([0, 0.2, 0.5, 0.77, 1].map((share) => barOf(share).length)).size).toBe(1);
});

it('prints a line after ten seconds without one where lines cannot be redrawn', () => {
  const lines: string[] = [];
  let now = 0;
  const bar = createProgressBar({ isInteractive: false, columns: 80, now: () => now, write: (text) => lines.push(text) }, 'IRIs');
  for (; now <= 25_000; now += 1000) bar.update(0, `${now} ms`);
  expect(lines).toEqual(['IRIs 0 % 0 ms\n', 'IRIs 0 % 10000 ms\n', 'IRIs 0 % 20000 ms\n']);
});

it('prints at most a line per tenth where lines cannot be redrawn', () => {
  const lines: string[] = [];
  const bar = createProgressBar({ isInteractive: false, columns: 80, now: () => 0, write: (text) => lines.push(text) }, 'IRIs');
  for (let i = 0; i <= 100; i++) bar.update(i / 100, `${i}/100`);
  expect(lines.length).toBeGreaterThanOrEqual(10);
  expect(lines.length).toBeLessThanOrEqual(11);
  expect(lines.every((line) => line.endsWith('\n') && !line.includes('\x1b'))).toBe(true);
});

it('redraws one line in place on a terminal', () => {
  let screen = '';
  const bar = createProgressBar({ isInteractive: true, columns: 60, now: () => 0, write: (text) => (screen += text) }, 'IRIs');
  bar.update(0.5, 'a note that is far too long for the terminal it is written to, so that it is cut');
  expect(screen.startsWith('\r\x1b[2K')).toBe(true);
  expect(screen.length).toBeLessThan(70);
  bar.end('done');
  expect(screen.endsWith('done\n')).toBe(true);
});
