// Bundles each app with the Lookalike packages it uses into one file; most npm packages stay outside.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, context } from 'esbuild';
import { inlinePackages } from './inline-packages.mjs';
import { projectRoot } from './project-root.mjs';

const apps = ['api', 'worker', 'cli'];

/** @param {string} app @returns {import('esbuild').BuildOptions & { plugins: import('esbuild').Plugin[] }} */
function options(app) {
  const folder = join(projectRoot, 'apps', app);
  const entryPoints = [join(folder, 'src', 'main.ts')];
  const preload = join(folder, 'src', 'end-with-parent.ts');
  if (existsSync(preload)) entryPoints.push(preload);
  // A thread of its own, which has nothing of the server in it.
  if (app === 'api') entryPoints.push(join(folder, 'src', 'analysis', 'section-thread.ts'));
  return {
    entryPoints,
    outdir: join(folder, 'dist'),
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    plugins: [inlinePackages],
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: projectRoot,
  };
}

/** Bundles every app once. @throws when a source does not compile. */
export async function bundle() {
  for (const app of apps) rmSync(join(projectRoot, 'apps', app, 'dist'), { recursive: true, force: true });
  await Promise.all(apps.map((app) => build(options(app))));
}

/**
 * Bundles on every change.
 * @param {(app: string) => void} onBundled is told after each. @returns a function that ends it.
 */
export async function bundleOnChange(onBundled) {
  const contexts = await Promise.all(
    apps.map((app) =>
      context({
        ...options(app),
        plugins: [inlinePackages, { name: 'tell', setup: ({ onEnd }) => onEnd(({ errors }) => (errors.length === 0 ? onBundled(app) : undefined)) }],
      }),
    ),
  );
  await Promise.all(contexts.map((each) => each.watch()));
  return () => Promise.all(contexts.map((each) => each.dispose()));
}
