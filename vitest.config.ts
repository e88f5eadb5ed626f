import { defineConfig } from 'vitest/config';

// The tests that load ONNX Runtime by themselves do not report to its makers either.
const env = { ORT_DISABLE_TELEMETRY: '1' };

// Packages are imported by name and resolved to their sources, so tests need no build.
const conditions = ['lookalike-source'];
const resolve = { conditions };
const ssr = { resolve: { conditions, externalConditions: conditions } };

export default defineConfig({
  test: {
    globalSetup: 'tests/temporary-folder.ts',
    projects: [
      { resolve, ssr, test: { name: 'unit', env, include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'networks/**/*.test.ts', 'photographs/**/*.test.ts', 'tests/{documents,structure}/**/*.test.ts', 'tests/families/**/*.test.ts'], exclude: ['**/*.integration.test.ts', '**/*.svelte.test.ts'] } },
      { resolve, ssr, test: { name: 'integration', include: ['packages/*/src/**/*.integration.test.ts', 'apps/*/src/**/*.integration.test.ts', 'tests/{integration,deployment}/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      { resolve, ssr, test: { name: 'journeys', include: ['tests/journeys/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false } },
    ],
  },
});
