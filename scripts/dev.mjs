// `npm run dev`: like `npm start`, with reload on change. The API and the worker start anew when their bundle changes;
// the web app is served by Vite, which passes /api and /docs on to the API.
import { fork, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from './project-root.mjs';
import { setUp } from './setup.mjs';

await setUp();
const { bundleOnChange } = await import('./bundle.mjs');

const platform = fork(join(projectRoot, 'apps', 'cli', 'dist', 'main.js'), ['start'], { stdio: 'inherit', cwd: projectRoot, execArgv: ['--enable-source-maps'] });
const firstBundles = new Set();
const stopWatching = await bundleOnChange((app) => {
  // Each bundle is written once when watching begins; only later ones are changes.
  if (firstBundles.has(app)) tell(app);
  firstBundles.add(app);
});
const webFolder = join(projectRoot, 'apps', 'web');
const vite = join(dirname(createRequire(join(webFolder, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js');
/** @type {import('node:child_process').ChildProcess | undefined} */
let web;
platform.once('message', (message) => {
  const { url } = /** @type {{ url: string }} */ (message);
  web = spawn(process.execPath, [vite, 'dev', '--host', '127.0.0.1'], { stdio: 'inherit', cwd: webFolder, env: { ...process.env, API_URL: url } });
});

/** @param {string} app */
function tell(app) {
  if (app === 'cli') console.log('The command line changed: press Ctrl-C and start `npm run dev` again to use it.');
  else if (platform.connected) platform.send(`restart:${app}`);
}

process.on('SIGINT', () => {}); // Ctrl-C reaches the platform and Vite directly; this process ends after them.
process.on('SIGTERM', () => platform.kill('SIGTERM'));
platform.on('exit', async (code) => {
  web?.kill('SIGTERM');
  await stopWatching();
  process.exit(code ?? 0);
});
