import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inlinePackages } from '../../scripts/inline-packages.mjs';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface ServerProcess {
  /** What it printed so far, line by line. */
  readonly lines: readonly string[];
  /** Stops it as the supervisor does, and returns its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a chance to tidy up. */
  kill(): Promise<void>;
}

const readyWithinMs = 250_000;

/** Bundles an app's present sources as production does, beside its own build. Returns the file to start. */
export async function bundleOf(app: 'api' | 'worker'): Promise<string> {
  // Below the app, so that npm packages are found as from its own build.
  const outdir = path.join(projectRoot, 'apps', app, 'node_modules', '.cache', `test-${process.pid}`);
  await build({
    entryPoints: [path.join(projectRoot, 'apps', app, 'src', 'main.ts'), ...(app === 'api' ? [path.join(projectRoot, 'apps', app, 'src', 'analysis', 'section-thread.ts')] : [])],
    outdir,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'error',
    plugins: [inlinePackages],
  });
  return path.join(outdir, 'main.js');
}

/** Starts a bundle as a process of its own and waits until it is ready. @throws Error with its output if it ends before */
export async function startProcess(file: string, environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const app = path.basename(file, '.js');
  const child = spawn(process.execPath, [file], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The ${app} was not ready in time:\n${lines.join('\n')}`));
    }, readyWithinMs);
    const hear = (line: string): void => {
      lines.push(line);
      if (!line.includes('"event":"ready"')) return;
      clearTimeout(late);
      resolve();
    };
    createInterface({ input: child.stdout }).on('line', hear);
    createInterface({ input: child.stderr }).on('line', hear);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`The ${app} ended with ${code}:\n${lines.join('\n')}`));
    });
  });
  return { lines, stop: async () => ended(child, 'SIGTERM'), kill: async () => void (await ended(child, 'SIGKILL')) };
}

function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}

/** A port of 127.0.0.1 that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('The server has no port.'))));
    });
  });
}
