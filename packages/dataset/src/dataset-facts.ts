import { tableNames, tablesOf, type Table, type TableShape } from './tables.ts';

/** What is said about a data set besides its rows. */
export interface DatasetFacts extends TableShape {
  readonly studyId: string;
  readonly studyVersion: number;
  readonly studyTitle: string;
  readonly question: string;
  readonly configurationHash: string;
  readonly task: { readonly name: string; readonly title: string; readonly summary: string };
  readonly conditions: readonly ConditionFacts[];
  /** What the reasons mean that the study's rules give, each a clause such as "fewer than 75 % of the catch trials were passed". */
  readonly exclusionReasons: readonly { readonly reason: string; readonly definition: string }[];
  /** The level of the intervals, and what the bootstrap of earlier versions drew them from, so that they can be made again. */
  readonly bootstrap: { readonly randomSeed: string; readonly draws: number; readonly level: number };
  /** As the experimenter gave them; may be empty. */
  readonly authors: readonly string[];
  /** Of the data set; empty where none is given. */
  readonly licence: string;
  /** Whether what raters wrote is in it. */
  readonly hasComments: boolean;
  /** When the data set was written. */
  readonly writtenAt: Date;
  readonly appVersion: string;
}

/** A condition; all but its name is absent where it shows no IRIs of a network. */
export interface ConditionFacts {
  readonly name: string;
  readonly reference?: string | undefined;
  readonly networkName?: string | undefined;
  readonly layer?: string | undefined;
  readonly objective?: string | undefined;
  /** In words. */
  readonly preprocessing?: string | undefined;
  readonly networkFileHash?: string | undefined;
}

/** The tables that are in the data set. */
export function tablesIn(facts: TableShape & Pick<DatasetFacts, 'hasComments'>): readonly Table[] {
  const tables = tablesOf(facts);
  return tableNames.filter((name) => name !== 'comments' || facts.hasComments).map((name) => tables[name]);
}
