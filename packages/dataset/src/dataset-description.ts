import type { Column } from './column.ts';
import { trialColumns } from './trial-columns.ts';

/** What is said about a data set besides its columns. */
export interface DatasetFacts {
  readonly studyId: string;
  readonly studyVersion: number;
  readonly studyTitle: string;
  readonly question: string;
  readonly configurationHash: string;
  readonly networks: readonly { readonly name: string; readonly layer: string; readonly objective: string; readonly preprocessing: string; readonly fileHash: string }[];
  readonly exclusion: { readonly catchPassShare: number; readonly minimumResponseTimeMs: number; readonly tooFastShare: number; readonly oneSidedShare: number; readonly oneSidedMinimumCount: number };
  /** When the data set was written. */
  readonly writtenAt: Date;
  readonly appVersion: string;
}

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
  readonly variableMeasured: readonly PropertyValue[];
}

/**
 * The content of `dataset_description.json`: JSON-LD with every column as a PropertyValue. Authors and licence are for the
 * people who publish it to add.
 * @see https://psych-ds.github.io Psych-DS 1.5, global metadata file
 */
export function datasetDescription({ studyId, studyVersion, studyTitle, question, networks, writtenAt, appVersion }: DatasetFacts): DatasetDescription {
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name: studyTitle,
    description: `Answers of raters to "${question}" for images that neural networks represent identically (IRIs): ${networks.map(({ name, layer }) => `${name}, layer ${layer}`).join('; ')}. Made with Lookalike ${appVersion}.`,
    schemaVersion: 'Psych-DS 1.5',
    version: String(studyVersion),
    identifier: studyId,
    dateModified: writtenAt.toISOString(),
    keywords: ['human alignment', 'invariance', 'identically represented inputs', 'neural networks', 'perception', '2AFC'],
    measurementTechnique: 'Two-alternative forced choice: which of two images is closer to a third.',
    variableMeasured: Object.entries(trialColumns).map(([name, column]: [string, Column]) => propertyValue(name, column)),
  };
}

function propertyValue(name: string, { meaning, missing, unit, minimum, maximum, allowed }: Column): PropertyValue {
  return {
    '@type': 'PropertyValue',
    name,
    description: missing === undefined ? meaning : `${meaning} Empty when ${missing}.`,
    ...(unit !== undefined && { unitText: unit }),
    ...(minimum !== undefined && { minValue: minimum }),
    ...(maximum !== undefined && { maxValue: maximum }),
    ...(allowed !== undefined && { valuePattern: allowed.join('|') }),
  };
}
