import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

/** Runs the command line and ends with its exit code. Ctrl-C reaches it directly; it stops in order. */
export function runLookalike(args) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot, 'apps', 'cli', 'dist', 'main.js'), ...args], { stdio: 'inherit', cwd: projectRoot });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (signal === 'SIGTERM' ? child.kill(signal) : undefined));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}
