import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

const root = join(import.meta.dirname, '../../..');

it('the README’s example runs and prints a small d for each target', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const folder = join(root, '.lookalike', 'examples');
  const file = join(folder, `iri-readme-${process.pid}.ts`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, example.replaceAll("'networks/", `'${root}/networks/`).replaceAll("'photographs'", `'${root}/photographs'`).replaceAll('`photographs/', `\`${root}/photographs/`));
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await import(/* @vite-ignore */ file);
    const printed = log.mock.calls.map(([, distance]) => Number(distance));
    expect(printed).toHaveLength(4);
    for (const distance of printed) expect(distance).toBeLessThan(0.4);
  } finally {
    log.mockRestore();
    await rm(file);
  }
}, 60_000);
