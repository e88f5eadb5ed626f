import { GraphError } from '@lookalike/graph';
import { issuesMessage, type Issue } from '@lookalike/errors';
import { closed, schemaIssues } from '@lookalike/schema-issues';
import { channelsOf, checkPreprocessing, type Preprocessing } from '@lookalike/preprocessing';
import { Type, type Static, type TSchema } from 'typebox';
import type { ImageShape } from '../image-shape.ts';
import type { NetworkProof, ProofImage } from './network-proof.ts';

/** What the makers of an ONNX file note in it for Lookalike, besides its preprocessing. docs/network-notes.md describes each. */
export interface NetworkNotes {
  /** Name of the value that is the representation. */
  readonly layer: string | undefined;
  /** Names of the classes in the order of the output; empty where the file has none. */
  readonly classes: readonly string[];
  /** What the network is, such as its architecture and how it was trained. */
  readonly tags: Readonly<Record<string, string>>;
  readonly proof: NetworkProof | undefined;
}

export const preprocessingKey = 'lookalike.preprocessing';

const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' });
const PerChannel = Type.Array(Type.Number(), { minItems: 3, maxItems: 3 });

/** Version 1 of the note `lookalike.proof`. */
const ProofNote = Type.Object(
  {
    version: Type.Literal(1),
    by: Type.String(),
    images: Type.Array(
      Type.Object({ image: Base64, input: Type.Object({ levels: Base64, scale: PerChannel, offset: PerChannel }, closed), representation: Base64, topClass: Type.Optional(Type.Integer({ minimum: 0 })) }, closed),
      { minItems: 1, maxItems: 8 },
    ),
  },
  closed,
);
const Classes = Type.Array(Type.String());
const Tags = Type.Record(Type.String(), Type.String());

/**
 * Reads the notes of a file.
 * @param metadata by key
 * @throws graph.bad_notes for a note that cannot be read: it was meant to be checked, so it is not passed over
 */
export function readNetworkNotes(metadata: ReadonlyMap<string, string>): NetworkNotes {
  const proof = noteOf(metadata, 'lookalike.proof', ProofNote);
  return {
    layer: metadata.get('lookalike.layer'),
    classes: noteOf(metadata, 'lookalike.classes', Classes) ?? [],
    tags: noteOf(metadata, 'lookalike.tags', Tags) ?? {},
    proof: proof === undefined ? undefined : { by: proof.by, images: proof.images.map(readImage) },
  };
}

/**
 * Reads what a file says of the images that it takes itself, and not of the network before it was exported.
 * @param size of the network's images, which the note may leave out
 * @throws graph.bad_notes
 */
export function readPreprocessingNote(metadata: ReadonlyMap<string, string>, { channels, heightPx, widthPx }: Pick<ImageShape, 'channels' | 'heightPx' | 'widthPx'>): Preprocessing | undefined {
  const note = jsonOf(metadata, preprocessingKey);
  if (note === undefined) return undefined;
  const check = checkPreprocessing({ heightPx, widthPx, ...(note as object) });
  if ('issues' in check) throw badNote(preprocessingKey, check.issues);
  const { preprocessing } = check;
  if (channelsOf(preprocessing) === channels && preprocessing.heightPx === heightPx && preprocessing.widthPx === widthPx) return preprocessing;
  throw new GraphError('graph.bad_notes', `The file’s note "${preprocessingKey}" makes images of ${channelsOf(preprocessing)}×${preprocessing.heightPx}×${preprocessing.widthPx} values, the network takes ${channels}×${heightPx}×${widthPx}. Export the network again, or remove the note.`, { key: preprocessingKey });
}

function readImage({ image, input, representation, topClass }: Static<typeof ProofNote>['images'][number]): ProofImage {
  return {
    image: bytesOf(image),
    input: { levels: bytesOf(input.levels), scale: input.scale, offset: input.offset },
    representation: floatsOf(bytesOf(representation)),
    topClass,
  };
}

function noteOf<Schema extends TSchema>(metadata: ReadonlyMap<string, string>, key: string, schema: Schema): Static<Schema> | undefined {
  const value = jsonOf(metadata, key);
  if (value === undefined) return undefined;
  const issues = schemaIssues(schema, value, 'graph');
  if (issues.length === 0) return value as Static<Schema>;
  throw badNote(key, issues);
}

/** @returns undefined where the file has no such note */
function jsonOf(metadata: ReadonlyMap<string, string>, key: string): unknown {
  const text = metadata.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GraphError('graph.bad_notes', `The file’s note "${key}" is no JSON. Export the network again, or remove the note.`, { key }, { cause });
  }
}

function badNote(key: string, issues: readonly Issue[]): GraphError {
  return new GraphError('graph.bad_notes', `The file’s note "${key}" is not as docs/network-notes.md says; a newer Lookalike may know it. ${issuesMessage(issues.slice(0, 3))} Export the network again, or remove the note.`, { key, issues });
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Little-endian float32, whatever the machine's own order is. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, at) => view.getFloat32(at * 4, true));
}
