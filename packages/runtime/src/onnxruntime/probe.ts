import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { GraphBuilder, writeOnnx } from '@lookalike/graph';
import { turnTelemetryOff } from './telemetry.ts';

/** Long enough for a cold driver that compiles its first shader; a driver that hangs must not keep the worker from starting. */
const patienceMs = 60_000;

/** What a provider did with a tiny graph: the native libraries that it loaded, or why it could not. */
export type Trial = { readonly libraries: readonly string[]; readonly failure?: undefined } | { readonly failure: string };

/**
 * Runs a tiny graph on one of ONNX Runtime's providers in a process of its own, because a broken graphics driver ends the
 * process that loads it.
 */
export async function tryProvider(name: 'webgpu' | 'cuda'): Promise<Trial> {
  turnTelemetryOff();
  const library = createRequire(import.meta.url).resolve('onnxruntime-node');
  const child = spawn(process.execPath, ['-e', program, library, name, Buffer.from(tinyModel()).toString('base64')], { stdio: ['ignore', 'pipe', 'pipe'], timeout: patienceMs, windowsHide: true });
  const [output, complaints] = [collect(child.stdout), collect(child.stderr)];
  const { code, signal, error } = await new Promise<{ code: number | null; signal: string | null; error?: Error }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  if (code === 0) return JSON.parse(await output) as Trial; // written by the program below
  const said = (await complaints).trim().split('\n').findLast((line) => line.trim() !== '')?.trim();
  const ended = error?.message ?? (signal === null ? `with exit code ${code}` : `by ${signal}`);
  return { failure: `the process that tried it ended ${ended}${said === undefined ? '' : ` (${said})`}.` };
}

/** The diagnostic report lists the process's shared libraries on every platform, which tells the graphics driver. */
const program = `
const [, library, provider, model] = process.argv;
const ort = require(library);
const answer = (result) => process.stdout.write(JSON.stringify(result), () => process.exit(0));
ort.InferenceSession.create(Buffer.from(model, 'base64'), { executionProviders: [provider], logSeverityLevel: 4 })
  .then((session) => session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [4]) }))
  .then(({ y }) => {
    if (String(y.data) !== '3,4,5,6') throw new Error('it computed 1 + 2, 2 + 2, 3 + 2, 4 + 2 as ' + y.data);
    process.report.excludeNetwork = true;
    answer({ libraries: process.report.getReport().sharedObjects });
  })
  .catch((error) => answer({ failure: error.message }));
`;

function tinyModel(): Uint8Array {
  const b = new GraphBuilder({ name: 'tiny' });
  b.append('Add', [b.input('x', { type: 'float32', shape: [4] }), b.scalar(2)], {}, { outputs: ['y'] });
  b.output('y');
  return writeOnnx(b.build());
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
