import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readerCases } from '../../packages/network/src/testing/fuzz/fuzz-case.ts';

/**
 * Gives each reader of networks many damaged and hostile files. Each runs in a process of its own that is watched: a case that crashes it,
 * takes more than `mostSeconds`, or more memory than `mostMemory`, or ends in anything but a graph or a GraphError, is reported with its
 * number and makes this fail.
 *
 *     npm run fuzz:readers                  10,000 files for each reader
 *     FUZZ_COUNT=500 npm run fuzz:readers   fewer
 *     FUZZ_FIRST=812 FUZZ_COUNT=1 npm run fuzz:readers -- onnx   one case of one reader again
 */
const count = Number(process.env['FUZZ_COUNT'] ?? 10_000);
const first = Number(process.env['FUZZ_FIRST'] ?? 0);
const mostSeconds = 30;
const mostMemory = 1024 * 1024 * 1024;

type Reader = keyof ReturnType<typeof readerCases>;
type Message = { readonly kind: 'start' | 'end'; readonly i: number; readonly outcome?: string; readonly fault?: string; readonly milliseconds?: number; readonly memory?: number };

if (process.argv[2] === 'child') {
  runCases(process.argv[3] as Reader, Number(process.argv[4]));
} else {
  const readers: readonly Reader[] = (['onnx', 'tensorflowjs'] as const).filter((reader) => process.argv.length < 3 || process.argv.includes(reader));
  const faults = (await Promise.all(readers.map(watch))).flat();
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** In the child: runs cases and tells of each. Memory is what a case added over what was there before it. */
function runCases(reader: Reader, from: number): void {
  const run = readerCases(goldens())[reader];
  const tell = (message: Message): void => void process.send!(message);
  const next = (i: number): void => {
    if (i >= first + count) return process.disconnect();
    tell({ kind: 'start', i });
    const before = process.memoryUsage.rss();
    const started = performance.now();
    let result: { readonly outcome?: string; readonly fault?: string };
    try {
      result = { outcome: run(i) };
    } catch (error) {
      result = { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    tell({ kind: 'end', i, ...result, milliseconds: performance.now() - started, memory: process.memoryUsage.rss() - before });
    setImmediate(next, i + 1);
  };
  next(from);
}

function goldens(): ReadonlyMap<string, Uint8Array> {
  const folder = new URL('../../packages/network/src/goldens/', import.meta.url);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(onnx|bin)$|model\.json$/.test(path)).map((path) => path.replaceAll('\\', '/'));
  return new Map(paths.map((path) => [path, new Uint8Array(readFileSync(new URL(path, folder)))] as const));
}

/** In the parent: runs all cases of a reader, in a new process after each that was lost. @returns what went wrong. */
async function watch(reader: Reader): Promise<readonly string[]> {
  const faults: string[] = [];
  const outcomes = new Map<string, number>();
  let slowest = { i: -1, milliseconds: 0 };
  let largest = { i: -1, memory: 0 };
  for (let from = first; from < first + count;) {
    const lost = await new Promise<number | undefined>((resolve) => {
      const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['child', reader, String(from)], { execArgv: [...process.execArgv, '--max-old-space-size=2048'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      let running: number | undefined;
      let timer: NodeJS.Timeout | undefined;
      child.on('message', (message: Message) => {
        clearTimeout(timer);
        if (message.kind === 'start') {
          running = message.i;
          timer = setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1000);
          return;
        }
        running = undefined;
        if (message.fault !== undefined) faults.push(`${reader} case ${message.i}: ${message.fault}`);
        if ((message.memory ?? 0) > mostMemory) faults.push(`${reader} case ${message.i}: took ${Math.round(message.memory! / 2 ** 20)} MiB`);
        const outcome = message.outcome ?? 'fault';
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        if (message.milliseconds! > slowest.milliseconds) slowest = { i: message.i, milliseconds: message.milliseconds! };
        if (message.memory! > largest.memory) largest = { i: message.i, memory: message.memory! };
      });
      child.on('exit', () => {
        clearTimeout(timer);
        resolve(running);
      });
    });
    if (lost === undefined) break;
    faults.push(`${reader} case ${lost}: crashed its process or took more than ${mostSeconds} s`);
    from = lost + 1;
  }
  console.log(`${reader}: ${count} files from ${first}, ${faults.length} faults; slowest ${Math.round(slowest.milliseconds)} ms (case ${slowest.i}), most memory ${Math.round(largest.memory / 2 ** 20)} MiB (case ${largest.i})`);
  for (const [outcome, times] of [...outcomes].sort((a, b) => b[1] - a[1])) console.log(`  ${String(times).padStart(6)}  ${outcome}`);
  return faults;
}
