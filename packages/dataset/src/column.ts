/** What a cell holds. One declaration gives the row's type, the cell's text, the data dictionary and the description. */
export interface ValueOfType {
  readonly text: string;
  readonly integer: number;
  readonly number: number;
  /** Written as `true` and `false`. */
  readonly boolean: boolean;
  /** Written in ISO 8601, UTC, with milliseconds and Z. */
  readonly 'date-time': Date;
}
export type ColumnType = keyof ValueOfType;

export interface Column {
  readonly type: ColumnType;
  /** One sentence or two, for someone who has only the file. */
  readonly meaning: string;
  readonly unit?: string;
  /** Every text that occurs. */
  readonly allowed?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** When the cell is empty; absent: never. */
  readonly missing?: string;
}

type Present<C extends Column> = C extends { readonly allowed: readonly (infer Word)[] } ? Word : ValueOfType[C['type']];

/** A row of the table that the columns describe. Absent values are `undefined`; they may be anywhere where the columns are only known at run time. */
export type RowOf<Columns extends Readonly<Record<string, Column>>> = {
  readonly [Name in keyof Columns]: Columns[Name] extends { readonly missing: string } ? Present<Columns[Name]> | undefined : Column extends Columns[Name] ? Present<Columns[Name]> | undefined : Present<Columns[Name]>;
};

/** A row of a table whose columns are only known at run time. */
export type Row = Readonly<Record<string, ValueOfType[ColumnType] | undefined>>;
