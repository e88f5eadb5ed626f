import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openApiDocument } from './openapi-document.ts';

it('openapi.json is what the routes say (else run `npm run openapi --workspace @lookalike/api`)', async () => {
  expect(await openApiDocument()).toBe(await readFile(new URL('../openapi.json', import.meta.url), 'utf8'));
});

it('every operation has an id, a tag, a summary, and documents at least one success', async () => {
  const { paths } = JSON.parse(await openApiDocument()) as { paths: Record<string, Record<string, { operationId?: string; tags?: string[]; summary?: string; responses: object }>> }; // The document is our own.
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect(operations.length).toBeGreaterThan(30);
  for (const operation of operations) {
    expect(operation).toMatchObject({ operationId: expect.any(String), tags: [expect.any(String)], summary: expect.any(String) });
    expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
  }
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});
