import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { measureInChild } from './measure-in-child.ts';

const folder = mkdtempSync(join(tmpdir(), 'lookalike-measuring-'));
afterAll(() => rmSync(folder, { recursive: true }));

const task = { device: 'onnxruntime-cpu', networkPath: 'networks/cifar10-resnet10-robust.onnx', batch: 1 };

/** A program that takes a task and does this with it. */
function program(name: string, body: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `process.on('message', (task) => { ${body} });\n`);
  return path;
}

describe('measuring in a process of its own', () => {
  it('gives up on a device that does not finish', async () => {
    expect(await measureInChild(task, { program: program('hangs', 'while (true);'), limitMs: 500 })).toEqual({ failure: 'It had not finished a few steps after 0.5 s.' });
  });

  it('survives a driver that ends the process, and repeats its last words', async () => {
    expect(await measureInChild(task, { program: program('dies', "console.error('the driver gave up'); process.exit(3);") })).toEqual({ failure: 'Its process ended with exit code 3: the driver gave up' });
    expect(await measureInChild(task, { program: program('killed', "process.kill(process.pid, 'SIGKILL');") })).toMatchObject({ failure: expect.stringMatching(/^Its process ended by SIGKILL/) });
  });

  it('leaves no process behind when the one that measures is gone', async () => {
    const entry = join(folder, 'child.mjs');
    writeFileSync(entry, `import { answerMeasuringTask } from ${JSON.stringify(join(import.meta.dirname, 'measure-in-child.ts'))};\nanswerMeasuringTask();\nprocess.send('ready');\n`);
    const child = fork(entry, [], { execArgv: ['--import', import.meta.resolve('tsx')] });
    await new Promise((resolve) => child.once('message', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    expect(await ended).toBe(1);
  });
});
