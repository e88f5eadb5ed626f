/** Writes iri-configuration.schema.json: `npm run schema --workspace @lookalike/iri-configuration`. */
import { writeFileSync } from 'node:fs';
import { IriConfiguration } from '../src/iri-configuration.ts';

const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...IriConfiguration };
writeFileSync(new URL('../iri-configuration.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
