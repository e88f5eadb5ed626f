import type { Column } from './column.ts';
import { tablesIn, type DatasetFacts } from './dataset-facts.ts';
import type { Table } from './tables.ts';

/** A column as schema.org sees it. */
interface PropertyValue {
  readonly '@type': 'PropertyValue';
  readonly name: string;
  readonly description: string;
  readonly unitText?: string;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly valuePattern?: string;
}

export interface DatasetDescription {
  readonly '@context': 'https://schema.org';
  readonly '@type': 'Dataset';
  readonly name: string;
  readonly description: string;
  readonly schemaVersion: string;
  readonly version: string;
  readonly identifier: string;
  readonly dateModified: string;
  readonly keywords: readonly string[];
  readonly measurementTechnique: string;
  readonly author?: readonly { readonly '@type': 'Person'; readonly name: string }[];
  readonly license?: string;
  readonly variableMeasured: readonly PropertyValue[];
}

/**
 * The content of `dataset_description.json`: JSON-LD with every column of every table as a PropertyValue. Authors and licence are in it where the
 * study names them.
 * @see https://psych-ds.github.io Psych-DS 1.5, global metadata file
 */
export function datasetDescription(facts: DatasetFacts): DatasetDescription {
  const { studyId, studyVersion, studyTitle, question, task, conditions, authors, licence, writtenAt, appVersion } = facts;
  const compared = conditions.map(({ name, layer }) => (layer === undefined ? name : `${name}, layer ${layer}`)).join('; ');
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: studyTitle,
    description: `Answers of raters to "${question}" for images that neural networks represent identically (IRIs). Conditions: ${compared}. Made with Lookalike ${appVersion}.`,
    schemaVersion: 'Psych-DS 1.5',
    version: String(studyVersion),
    identifier: studyId,
    dateModified: writtenAt.toISOString(),
    keywords: ['human alignment', 'invariance', 'identically represented inputs', 'neural networks', 'perception', task.title.toLowerCase()],
    measurementTechnique: `${task.title}: ${task.summary}`,
    ...(authors.length > 0 && { author: authors.map((name) => ({ '@type': 'Person' as const, name })) }),
    ...(licence !== '' && { license: licence }),
    variableMeasured: variablesOf(tablesIn(facts)),
  };
}

/** One for each name. Where tables mean different things by it, each says what. */
function variablesOf(tables: readonly Table[]): readonly PropertyValue[] {
  const byName = new Map<string, { readonly table: string; readonly column: Column }[]>();
  for (const { name: table, columns } of tables) {
    for (const [name, column] of Object.entries(columns)) byName.set(name, [...(byName.get(name) ?? []), { table, column }]);
  }
  return [...byName].map(([name, uses]) => {
    const sentences = new Set(uses.map(({ column }) => sentence(column)));
    const [first] = uses as [(typeof uses)[number]]; // A name is there because a column has it.
    if (sentences.size === 1) return propertyValue(name, first.column, sentence(first.column));
    return { '@type': 'PropertyValue', name, description: uses.map(({ table, column }) => `In ${table}: ${sentence(column)}`).join(' ') };
  });
}

function sentence({ meaning, missing }: Column): string {
  return missing === undefined ? meaning : `${meaning} Empty when ${missing}.`;
}

function propertyValue(name: string, { unit, minimum, maximum, allowed }: Column, description: string): PropertyValue {
  return {
    '@type': 'PropertyValue',
    name,
    description,
    ...(unit !== undefined && { unitText: unit }),
    ...(minimum !== undefined && { minValue: minimum }),
    ...(maximum !== undefined && { maxValue: maximum }),
    ...(allowed !== undefined && { valuePattern: allowed.join('|') }),
  };
}
