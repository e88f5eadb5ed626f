import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataDictionaryCsv, datasetChanges, datasetDescription, datasetFileNames, datasetReadme, trialColumns } from './index.ts';
import { exampleFacts } from '../fixtures/example-row.ts';

const columnNames = Object.keys(trialColumns);

describe('trialColumns', () => {
  it('has every column that the platform promises, and nothing that names a person on a recruiting platform', () => {
    const promised = ('row_id study_id study_version config_hash participant_id session_id block_index trial_index trial_type phase network_id layer objective seed_kind iri_id target_id ' +
      'seed_id left_id right_id correct_side response chosen_id aligned rt_ms presented_at n_focus_loss viewport_w_px viewport_h_px device_pixel_ratio input_type is_catch catch_passed ' +
      'excluded exclusion_reasons representation_distance is_test is_simulated app_version').split(' ');
    expect(promised.filter((name) => !columnNames.includes(name))).toEqual([]);
    expect(columnNames.filter((name) => /prolific|mturk|worker|person|email|token/i.test(name))).toEqual([]);
  });
});

describe('dataDictionaryCsv', () => {
  it('describes every column in the order of the table', () => {
    const rows: Record<string, string>[] = parse(dataDictionaryCsv(), { columns: true, record_delimiter: '\r\n' });
    expect(rows.map(({ column }) => column)).toEqual(columnNames);
    expect(rows.find(({ column }) => column === 'rt_ms')).toMatchObject({ type: 'number', unit: 'ms', minimum: '0', empty_when: '' });
    expect(rows.find(({ column }) => column === 'response')).toMatchObject({ allowed_values: 'left | right' });
  });
});

describe('datasetDescription', () => {
  it('has what Psych-DS 1.5 requires: schema.org context, type, name, description and every column', () => {
    const description = JSON.parse(JSON.stringify(datasetDescription(exampleFacts))) as ReturnType<typeof datasetDescription>;
    expect(description).toMatchObject({ '@context': 'https://schema.org', '@type': 'Dataset', name: exampleFacts.studyTitle, schemaVersion: 'Psych-DS 1.5' });
    expect(description.description).toContain('robust, layer flatten');
    expect(description.variableMeasured.map(({ name }) => name)).toEqual(columnNames);
    for (const variable of description.variableMeasured) {
      expect(variable['@type']).toBe('PropertyValue');
      expect(variable.description.length).toBeGreaterThan(10);
    }
  });
});

describe('datasetFileNames', () => {
  it('names the data file by keywords that Psych-DS accepts, whatever the title', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (title) => {
      expect(datasetFileNames(title).data).toMatch(/^data\/study-[a-zA-Z0-9]+_task-2afc_data\.csv$/);
    }));
    expect(datasetFileNames('Größe 2: IRIs!').data).toBe('data/study-groe2iris_task-2afc_data.csv');
    expect(datasetFileNames('猫').folder).toBe('lookalike-untitled');
  });
});

describe('datasetReadme', () => {
  const readme = datasetReadme(exampleFacts);

  it('says how the score is computed, what the reasons mean, and which files there are', () => {
    for (const part of ['mean of `aligned`', 'fewer than 75 % of the catch trials', 'more than 20 % of the answers came in under 200 ms', 'at least 95 % of 10 or more', datasetFileNames(exampleFacts.studyTitle).data]) expect(readme).toContain(part);
  });

  it('names only columns that exist', () => {
    const named = [...readme.matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, name]) => name!);
    const reasons = ['catch_failed', 'too_fast', 'one_sided'];
    expect(named.filter((name) => !columnNames.includes(name) && !reasons.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

describe('datasetChanges', () => {
  it('says which export it is', () => {
    expect(datasetChanges(exampleFacts)).toBe('2026-01-02T03:04:05.678Z\n  - Data set of study s1, version 1, written by Lookalike 0.1.0.\n');
  });
});
