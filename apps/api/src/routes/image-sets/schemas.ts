import { Type, type Static } from 'typebox';
import { Count, Id, Moment, Url } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

const summary = {
  id: Id,
  name: Type.String({ examples: ['Natural objects and scenes'] }),
  imageCount: Count,
  createdAt: Moment,
  previewUrls: Type.Array(Url, { maxItems: 8, description: 'The first images, for a signed-in browser.' }),
};

export const ImageSetView = named('ImageSetView', Type.Object(summary));
export type ImageSetView = Static<typeof ImageSetView>;

export const ImageView = named(
  'ImageView',
  Type.Object({
    id: Id,
    name: Type.String({ description: 'With the folders that it came in.', examples: ['bird/0000.jpg'] }),
    url: Url,
    widthPx: Type.Integer({ minimum: 1 }),
    heightPx: Type.Integer({ minimum: 1 }),
    label: nullable(Type.String({ description: 'What it shows.', examples: ['bird'] })),
    attribution: Type.String({ description: 'Source, author and licence; may be empty.' }),
    licence: Type.String({ description: 'May be empty.' }),
    source: Type.String({ description: 'Where it is from; may be empty.' }),
  }),
);

export const ImageSetDetail = named('ImageSetDetail', Type.Object({ ...summary, images: Type.Array(ref(ImageView)) }));
export type ImageSetDetail = Static<typeof ImageSetDetail>;

export const ImageSetList = named('ImageSetList', Type.Object({ imageSets: Type.Array(ref(ImageSetView)) }));

export const ImageSetUpload = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  files: Type.Array(Type.String({ format: 'binary' }), { minItems: 1, description: 'PNG, JPEG or WebP images, or ZIP files of them. The part’s file name becomes the image’s name, folders included: `bird/0000.jpg` has the label `bird`. Files named `labels.csv` and `attribution.json` are taken as the fields below.' }),
  labels: Type.Optional(
    Type.String({ format: 'binary', description: 'CSV with a header row: `file`, and any of `label`, `attribution`, `licence`, `source`. With a column `label`, folders give no labels. A row for a file that is not sent is refused.' }),
  ),
  attribution: Type.Optional(
    Type.String({ format: 'binary', description: 'JSON: `{ "<file name>": "source, author, licence" }`, or objects with title, author, source, licence and link.' }),
  ),
  leaveOut: Type.Optional(Type.String({ description: 'JSON: a list of paths that are passed over, in ZIP files too, with the rows about them.' })),
});

export const ImageSetParams = Type.Object({ imageSetId: Id });

export const imageSetSchemas = [ImageSetView, ImageView, ImageSetDetail, ImageSetList];
