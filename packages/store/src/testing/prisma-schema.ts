/** One column as the Prisma schema declares it, in PostgreSQL's words. */
export interface DeclaredColumn {
  readonly name: string;
  /** As `format_type` prints it, such as `timestamp(3) with time zone`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | undefined;
}

export interface DeclaredForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
  readonly onDelete: 'CASCADE' | 'RESTRICT' | 'SET NULL';
}

export interface DeclaredTable {
  readonly name: string;
  readonly columns: readonly DeclaredColumn[];
  readonly primaryKey: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly indexes: readonly (readonly string[])[];
  readonly foreignKeys: readonly DeclaredForeignKey[];
}

export interface DeclaredSchema {
  readonly tables: readonly DeclaredTable[];
  /** Values by enum name. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

const SCALARS: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Boolean: 'boolean',
  Json: 'jsonb',
  Bytes: 'bytea',
};
const NATIVE: Readonly<Record<string, string>> = { Uuid: 'uuid', SmallInt: 'smallint', 'Timestamptz(3)': 'timestamp(3) with time zone' };

/**
 * Reads the part of Prisma's schema language that prisma/schema.prisma uses, so that a test can hold the hand-written
 * SQL against it. Prisma's own comparison needs an engine that not every network can fetch.
 * @throws Error for anything it does not know, rather than leave it unchecked.
 */
export function parsePrismaSchema(text: string): DeclaredSchema {
  const blocks = [...text.matchAll(/^(model|enum) (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, kind, name, body]) => ({
    kind: kind ?? '',
    name: name ?? '',
    lines: (body ?? '').split('\n').map((line) => line.replace(/\/\/.*$/, '').trim()).filter((line) => line !== ''),
  }));
  const mapped = (lines: readonly string[], otherwise: string): string => lines.map((line) => /^@@map\("(\w+)"\)$/.exec(line)?.[1]).find((name) => name !== undefined) ?? otherwise;
  const models = new Map(blocks.filter(({ kind }) => kind === 'model').map((block) => [block.name, { ...block, table: mapped(block.lines, block.name) }]));
  const enums = new Map(blocks.filter(({ kind }) => kind === 'enum').map((block) => [block.name, { name: mapped(block.lines, block.name), values: block.lines.filter((line) => !line.startsWith('@@')) }]));

  const columnNames = (model: string): ReadonlyMap<string, string> =>
    new Map((models.get(model)?.lines ?? []).filter((line) => !line.startsWith('@@')).map((line) => [line.split(/\s+/)[0] ?? '', /@map\("(\w+)"\)/.exec(line)?.[1] ?? line.split(/\s+/)[0] ?? '']));

  const tables = [...models.values()].map(({ name: model, table, lines }): DeclaredTable => {
    const names = columnNames(model);
    const list = (fields: string | undefined, of = names): string[] => (fields ?? '').split(',').map((field) => of.get(field.trim()) ?? fail(`${model}: ${field}`));
    const columns: DeclaredColumn[] = [];
    const uniques: string[][] = [];
    const indexes: string[][] = [];
    const foreignKeys: DeclaredForeignKey[] = [];
    let primaryKey: string[] = [];

    for (const line of lines) {
      const whole = /^@@(id|unique|index|map)\(\[?([^\])]*)\]?\)$/.exec(line);
      if (whole !== null) {
        if (whole[1] === 'id') primaryKey = list(whole[2]);
        if (whole[1] === 'unique') uniques.push(list(whole[2]));
        if (whole[1] === 'index') indexes.push(list(whole[2]));
        continue;
      }
      const field = /^(\w+)\s+(\w+)(\?|\[\])?\s*(.*)$/.exec(line) ?? fail(line);
      const [, name = '', type = '', suffix, attributes = ''] = field;
      const target = models.get(type);
      if (target !== undefined) {
        const relation = /fields: \[([^\]]+)\], references: \[([^\]]+)\](?:, onDelete: (\w+))?/.exec(attributes);
        if (relation === null) continue; // The other side of a relation has no column.
        const onDelete = relation[3] === undefined || relation[3] === 'Restrict' ? 'RESTRICT' : relation[3] === 'Cascade' ? 'CASCADE' : fail(line);
        foreignKeys.push({ columns: list(relation[1]), table: target.table, references: list(relation[2], columnNames(type)), onDelete });
        continue;
      }
      const native = /@db\.(\w+(?:\(\d+\))?)/.exec(attributes)?.[1];
      const column = names.get(name) ?? name;
      const declared = /@default\((.*?)\)(?: |$)/.exec(attributes)?.[1];
      columns.push({
        name: column,
        type: (native === undefined ? (enums.get(type)?.name ?? SCALARS[type]) : NATIVE[native]) ?? fail(line),
        nullable: suffix === '?',
        default: declared === undefined || declared.startsWith('uuid(') ? undefined : defaultInSql(declared, enums.get(type)?.name, SCALARS[type] ?? 'text'),
      });
      if (/@id\b/.test(attributes)) primaryKey = [column];
      if (/@unique\b/.test(attributes)) uniques.push([column]);
    }
    return { name: table, columns, primaryKey, uniques, indexes, foreignKeys };
  });
  return { tables, enums: new Map([...enums.values()].map(({ name, values }) => [name, values])) };
}

function defaultInSql(declared: string, enumName: string | undefined, type: string): string {
  if (declared === 'now()') return 'CURRENT_TIMESTAMP';
  if (enumName !== undefined) return `'${declared}'::${enumName}`;
  if (declared.startsWith('"')) return `'${declared.slice(1, -1)}'::${type}`;
  return declared;
}

function fail(what: string): never {
  throw new Error(`parsePrismaSchema does not know "${what}". Teach it, so that the SQL stays checked.`);
}
