// Sets everything up, then runs the command line: `npm run demo`, `npm start`, `npm run lookalike -- devices`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './project-root.mjs';
import { setUp } from './setup.mjs';

await setUp();
const child = spawn(process.execPath, ['--enable-source-maps', join(projectRoot, 'apps', 'cli', 'dist', 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit', cwd: projectRoot });
// Ctrl-C reaches the command line directly, which stops in order; this process ends after it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
