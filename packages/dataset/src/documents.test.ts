import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataDictionaryCsv, datasetChanges, datasetDescription, datasetFileNames, datasetReadme, tablesIn, tablesOf } from './index.ts';
import { exampleFacts, exampleShape } from '../fixtures/example-row.ts';

const tables = tablesIn(exampleFacts);
const columnNames = tables.flatMap(({ columns }) => Object.keys(columns));

describe('tablesOf', () => {
  it('puts the columns of the task and of the factors beside those of every study', () => {
    expect(Object.keys(tablesOf(exampleShape).trials.columns)).toEqual(expect.arrayContaining(['trial_id', 'chosen_side', 'factor_layer', 'factor_seed_kind']));
    for (const name of ['items', 'conditions'] as const) expect(Object.keys(tablesOf(exampleShape)[name].columns)).toContain('factor_layer');
  });

  it('has no column that names a person on a recruiting platform, and comments in one table only', () => {
    expect(columnNames.filter((name) => /prolific|mturk|worker|person|email|token|comment/i.test(name))).toEqual([]);
    expect(Object.values(tablesOf(exampleShape)).filter(({ columns }) => 'comment' in columns).map(({ name }) => name)).toEqual(['comments']);
  });

  it('writes names in snake case, with a sentence for each', () => {
    for (const { columns } of Object.values(tablesOf(exampleShape))) {
      for (const [name, { meaning }] of Object.entries(columns)) expect([name, meaning]).toEqual([expect.stringMatching(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/), expect.stringMatching(/[.)]$/)]);
    }
  });
});

describe('tablesIn', () => {
  it('holds the comments only when they are asked for', () => {
    expect(tables.map(({ name }) => name)).toEqual(['trials', 'items', 'sessions', 'stimuli', 'conditions', 'networks', 'images']);
    expect(tablesIn({ ...exampleFacts, hasComments: true }).at(-1)?.name).toBe('comments');
  });
});

describe('dataDictionaryCsv', () => {
  it('describes every column of every table, in order', () => {
    const rows: Record<string, string>[] = parse(dataDictionaryCsv(tables), { columns: true, record_delimiter: '\r\n' });
    expect(rows.map(({ column }) => column)).toEqual(columnNames);
    expect(rows.find(({ column }) => column === 'response_time_ms')).toMatchObject({ type: 'number', unit: 'ms', minimum: '0', empty_when: '' });
    expect(rows.find(({ column }) => column === 'chosen_side')).toMatchObject({ allowed_values: 'left | right' });
  });
});

describe('datasetDescription', () => {
  it('has what Psych-DS 1.5 requires: schema.org context, type, name, description and every column', () => {
    const description = JSON.parse(JSON.stringify(datasetDescription(exampleFacts))) as ReturnType<typeof datasetDescription>;
    expect(description).toMatchObject({ '@context': 'https://schema.org', '@type': 'Dataset', name: exampleFacts.studyTitle, schemaVersion: 'Psych-DS 1.5' });
    expect(description.description).toContain('robust | flatten, layer flatten');
    expect(description).toMatchObject({ author: [{ name: 'Ada Lovelace' }], license: 'CC-BY-4.0' });
    expect(description.variableMeasured.map(({ name }) => name)).toEqual([...new Set(columnNames)]);
    expect(description.variableMeasured.find(({ name }) => name === 'name')?.description).toMatch(/In conditions: .* In networks: .* In images: /);
    for (const variable of description.variableMeasured) {
      expect(variable['@type']).toBe('PropertyValue');
      expect(variable.description.length).toBeGreaterThan(10);
    }
  });
});

describe('datasetFileNames', () => {
  it('names the data file by keywords that Psych-DS accepts, whatever the title', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (title) => {
      for (const file of Object.values(datasetFileNames({ studyTitle: title, taskName: '2afc' }).tables)) expect(file).toMatch(/^data\/study-[a-zA-Z0-9]+_task-2afc_description-[a-z]+_data\.csv$/);
    }));
    expect(datasetFileNames({ studyTitle: 'Größe 2: IRIs!', taskName: '2afc' }).tables.trials).toBe('data/study-groe2iris_task-2afc_description-trials_data.csv');
    expect(datasetFileNames({ studyTitle: '猫', taskName: 'matching' }).folder).toBe('lookalike-untitled');
  });
});

describe('datasetReadme', () => {
  const readme = datasetReadme(exampleFacts);

  it('says how the score is computed, what the reasons mean, and which files there are', () => {
    for (const part of ['mean of `outcome`', 'fewer than 75 % of the catch trials', 'more than 20 % of the answers came in under 200 ms', 'at least 95 % of 10 or more', datasetFileNames({ studyTitle: exampleFacts.studyTitle, taskName: '2afc' }).tables.items, 'Authors: Ada Lovelace.', 'CC-BY-4.0', '2000 draws from the seed "study-1"', '| robust \\| flatten |', '| ceiling | (reference: original) |']) expect(readme).toContain(part);
  });

  it('names only columns that exist', () => {
    const named = [...readme.matchAll(/`([a-z]+_[a-z_]+)`/g)].map(([, name]) => name!);
    const others = ['catch_failed', 'too_fast', 'one_sided', 'by_hand'];
    expect(named.filter((name) => !columnNames.includes(name) && !others.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

describe('datasetChanges', () => {
  it('says which export it is', () => {
    expect(datasetChanges(exampleFacts)).toBe('2026-01-02T03:04:05.678Z\n  - Data set of study s1, version 1, written by Lookalike 0.1.0.\n');
  });
});
