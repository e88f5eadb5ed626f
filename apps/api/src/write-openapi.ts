// `npm run openapi --workspace @lookalike/api`: writes apps/api/openapi.json, from which the web app's client is made.
import { writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi-document.ts';

await writeFile(new URL('../openapi.json', import.meta.url), await openApiDocument());
