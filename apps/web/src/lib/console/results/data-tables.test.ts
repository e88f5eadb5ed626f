import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { datasetUrl, dataTables, tableUrl } from './data-tables.ts';

it('every download is an address of the API, and no table is left out', async () => {
  const { paths } = JSON.parse(await readFile(new URL('../../../../../api/openapi.json', import.meta.url), 'utf8')) as { paths: Record<string, { get?: { parameters?: { name: string }[] } }> };
  const ofTables = Object.keys(paths).filter((path) => path.includes('/dataset/')).sort();
  expect(dataTables.map(({ name }) => tableUrl('{studyId}', name)).sort()).toEqual(ofTables);
  const [path, query] = datasetUrl('{studyId}', true).split('?');
  expect(query).toBe('comments=true');
  expect(paths[path ?? '']?.get?.parameters?.map(({ name }) => name)).toContain('comments');
});
