import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { defaultIriConfiguration, IriConfiguration } from './index.ts';

const file = JSON.parse(readFileSync(new URL('../iri-configuration.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>;

describe('iri-configuration.schema.json', () => {
  it('is the schema of this version; npm run schema --workspace @lookalike/iri-configuration writes it', () => {
    const { $schema, ...rest } = file;
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(rest).toEqual(JSON.parse(JSON.stringify(IriConfiguration)));
  });

  it('lets any validator tell a sound configuration from a faulty one', () => {
    const validate = new Ajv2020({ strict: false }).compile(file);
    const good = defaultIriConfiguration();
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, objective: { kind: 'adversarial', distance: 'nlpd', weight: 'calibrated' }, transforms: { kind: 'random' } })).toBe(true);
    expect(validate({ ...good, objective: { kind: 'adversarial' } })).toBe(false);
    expect(validate({ ...good, objective: { kind: 'weighted-sum', terms: [] } })).toBe(false);
  });
});
