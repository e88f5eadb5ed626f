import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const program = `
  import { GraphBuilder, makeTensor } from '@lookalike/graph';
  import { listDevices, openDevice } from '@lookalike/runtime';
  const b = new GraphBuilder();
  b.output(b.mul(b.input('x', { type: 'float32', shape: ['N'] }), 2));
  await listDevices();
  const executable = await (await openDevice('onnxruntime-cpu')).open(b.build());
  await executable.run({ x: makeTensor('float32', [1], [1]) });
  await executable.close();`;

it('leaves no trace of telemetry in the home folder or beside the temporary files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookalike-telemetry-'));
  const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')];
  for (const each of [home, temporary]) mkdirSync(each);
  // As on a machine where nobody has turned it off: ONNX Runtime does so by itself in tests and continuous integration.
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ORT_|XDG_|CI$|[A-Z_]*(BUILD|ACTIONS|CI)(_|$))/.test(name)));
  try {
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: join(import.meta.dirname, '../../../..'), env: { ...environment, HOME: home, TMPDIR: temporary }, timeout: 300_000,
    });
    expect(readdirSync(home)).toEqual([]);
    // The compiler of TypeScript keeps what it compiled.
    expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
