import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { ApiError } from '../../http/api-error.ts';

const Text = Type.String({ maxLength: 2000 });
const Licence = Type.Union([Text, Type.Object({ name: Text })]);

/** What is said of one picture. Other members are ignored. */
const Facts = Type.Object({
  title: Type.Optional(Text),
  author: Type.Optional(Text),
  source: Type.Optional(Type.Unknown()),
  link: Type.Optional(Text),
  licence: Type.Optional(Licence),
  license: Type.Optional(Licence),
  changes: Type.Optional(Text),
});
const Listed = Type.Array(Type.Intersect([Facts, Type.Object({ file: Type.String() })]));
const Forms = {
  list: Listed,
  namedList: Type.Union([Type.Object({ photographs: Listed }), Type.Object({ images: Listed })]),
  byName: Type.Record(Type.String(), Type.Union([Text, Facts])),
} as const;

/**
 * Reads an attribution file: `{ "<file name>": "text" }`, `{ "<file name>": { title, author, source, licence, link } }`, or a
 * list of such objects with `file` (alone, or as `photographs` or `images`). Returns one text per file name.
 * @throws ApiError images.refused
 */
export function readAttributions(bytes: Uint8Array | undefined): ReadonlyMap<string, string> {
  if (bytes === undefined) return new Map();
  const value = parseJson(bytes);
  if (Value.Check(Forms.list, value)) return fromList(value);
  if (Value.Check(Forms.namedList, value)) return fromList('photographs' in value ? value.photographs : value.images);
  if (Value.Check(Forms.byName, value)) return new Map(Object.entries(value).map(([name, entry]) => [name, typeof entry === 'string' ? entry : inOneText(entry)]));
  throw refused('The attribution file has another form.');
}

function fromList(list: Static<typeof Listed>): ReadonlyMap<string, string> {
  return new Map(list.map((entry) => [entry.file, inOneText(entry)]));
}

function inOneText({ title, author, source, link, licence, license, changes }: Static<typeof Facts>): string {
  const terms = licence ?? license;
  const parts = [title, author, typeof source === 'string' ? source : undefined, typeof terms === 'object' ? terms.name : terms, link, changes];
  return parts.filter((part) => part !== undefined && part !== '').join('; ');
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refused('The attribution file is not JSON.', cause);
  }
}

function refused(message: string, cause?: unknown): ApiError {
  const fix = 'Send { "photo-1.png": "source, author, licence", … }, or leave it out.';
  return new ApiError('images.refused', message, { fix, cause, issues: [{ path: 'attribution.json', code: 'images.attribution_invalid', message, fix }] });
}
