import type { Column } from './column.ts';
import { commentColumns } from './columns/comment-columns.ts';
import { conditionColumns } from './columns/condition-columns.ts';
import { imageColumns } from './columns/image-columns.ts';
import { itemColumns } from './columns/item-columns.ts';
import { networkColumns } from './columns/network-columns.ts';
import { sessionColumns } from './columns/session-columns.ts';
import { stimulusColumns } from './columns/stimulus-columns.ts';
import { trialColumns } from './columns/trial-columns.ts';

export type Columns = Readonly<Record<string, Column>>;

/** The tables of a data set, in the order in which they are listed. `comments` leaves only when somebody asks for it. */
export const tableNames = ['trials', 'items', 'sessions', 'stimuli', 'conditions', 'networks', 'images', 'comments'] as const;
export type TableName = (typeof tableNames)[number];

export interface Table<C extends Columns = Columns> {
  readonly name: TableName;
  /** What a row is. */
  readonly meaning: string;
  readonly columns: C;
}

/** What the columns of a study's tables depend on. */
export interface TableShape {
  /** Of the study's task: columns of the trials that no other task has. */
  readonly taskColumns: Columns;
  /** Names of the factors in which the conditions differ. */
  readonly factorNames: readonly string[];
}

export type Tables = Readonly<Record<TableName, Table>>;

/** The tables of a study's data set. */
export function tablesOf({ taskColumns, factorNames }: TableShape): Tables {
  const factors = factorColumns(factorNames);
  const own = Object.fromEntries(Object.entries(taskColumns).map(([name, column]) => [name, withoutRest(column)]));
  return {
    trials: { name: 'trials', meaning: 'Every trial that was presented and answered, practice and flagged sessions included.', columns: { ...trialColumns, ...own, ...factors } },
    items: { name: 'items', meaning: 'Every IRI or foil that an answered trial showed, with its outcome.', columns: { ...itemColumns, ...factors } },
    sessions: { name: 'sessions', meaning: 'Everybody who entered, with how it ended.', columns: sessionColumns },
    stimuli: { name: 'stimuli', meaning: 'Every IRI of every condition, rejected ones too, with its audit.', columns: stimulusColumns },
    conditions: { name: 'conditions', meaning: 'What the study compares.', columns: { ...conditionColumns, ...factors } },
    networks: { name: 'networks', meaning: 'The networks whose IRIs are shown.', columns: networkColumns },
    images: { name: 'images', meaning: 'The images that the targets are made of, with attribution and licence.', columns: imageColumns },
    comments: { name: 'comments', meaning: 'What raters wrote. May be personal.', columns: commentColumns },
  };
}

/** The name of a factor's column. */
export function factorColumnName(factor: string): `factor_${string}` {
  return `factor_${factor}`;
}

function factorColumns(names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name) => [
    factorColumnName(name),
    { type: 'text', meaning: `What the condition is in ${name.replaceAll('_', ' ')}.`, missing: 'the condition does not have the factor, or there is no condition' } satisfies Column,
  ]));
}

/** A task's column without how the task fills it. */
function withoutRest({ type, meaning, unit, allowed, minimum, maximum, missing }: Column): Column {
  return {
    type, meaning,
    ...(unit !== undefined && { unit }), ...(allowed !== undefined && { allowed }), ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }), ...(missing !== undefined && { missing }),
  };
}
