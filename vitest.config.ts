import { defineConfig } from 'vitest/config';

// The tests that load ONNX Runtime by themselves do not report to its makers either.
const env = { ORT_DISABLE_TELEMETRY: '1' };

export default defineConfig({
  test: {
    globalSetup: 'tests/temporary-folder.ts',
    projects: [
      { test: { name: 'unit', env, include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'networks/**/*.test.ts', 'photographs/**/*.test.ts', 'tests/{documents,structure}/**/*.test.ts', 'tests/families/**/*.test.ts'], exclude: ['**/*.integration.test.ts', '**/*.svelte.test.ts'] } },
      { test: { name: 'integration', include: ['packages/*/src/**/*.integration.test.ts', 'apps/*/src/**/*.integration.test.ts', 'tests/{integration,deployment}/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'journeys', include: ['tests/journeys/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false } },
    ],
  },
});
