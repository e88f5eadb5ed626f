import { defineConfig } from 'vitest/config';

// A test says whether something is true, not how fast: the limit only ends what would never end, on a machine whose cores others use too.
const testTimeout = 600_000;

// The tests that load ONNX Runtime by themselves do not report to its makers either.
const env = { ORT_DISABLE_TELEMETRY: '1' };

export default defineConfig({
  test: {
    globalSetup: 'tests/temporary-folder.ts',
    projects: [
      { test: { name: 'unit', env, testTimeout, hookTimeout: testTimeout, include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'networks/**/*.test.ts', 'photographs/**/*.test.ts', 'tests/{documents,structure}/**/*.test.ts', 'tests/families/**/*.test.ts'], exclude: ['**/*.integration.test.ts'] } },
      { test: { name: 'integration', include: ['packages/*/src/**/*.integration.test.ts', 'apps/*/src/**/*.integration.test.ts', 'tests/{integration,deployment,odd-one-out}/**/*.test.ts'], testTimeout, hookTimeout: testTimeout } },
      { test: { name: 'journeys', include: ['tests/journeys/**/*.test.ts'], testTimeout, hookTimeout: testTimeout, expect: { poll: { timeout: testTimeout } }, fileParallelism: false } },
    ],
  },
});
