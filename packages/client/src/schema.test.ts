import { readFile } from 'node:fs/promises';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('is generated from the API’s present document (npm run generate --workspace @lookalike/client)', async () => {
  const document = new URL('../../../apps/api/openapi.json', import.meta.url);
  const expected = astToString(await openapiTypeScript(document, { alphabetize: true }));
  const committed = await readFile(new URL('./schema.d.ts', import.meta.url), 'utf8');
  expect(committed.replace(/^\/\*\*[\s\S]*?\*\/\s*/, '').trim()).toBe(expected.trim());
});
