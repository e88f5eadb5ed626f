import { Type, type Static } from 'typebox';
import { Count, Id, Moment, Url } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

const summary = {
  id: Id,
  name: Type.String({ examples: ['Metamers of Feather et al. 2023'] }),
  createdAt: Moment,
  conditions: Type.Array(Type.Object({ name: Type.String(), stimulusCount: Count }), { description: 'In the order of the table.' }),
  previewUrls: Type.Array(Url, { maxItems: 8, description: 'The first stimuli, for a signed-in browser.' }),
};

export const StimulusSetView = named('StimulusSetView', Type.Object(summary));
export type StimulusSetView = Static<typeof StimulusSetView>;

const StimulusFile = Type.Object({ name: Type.String({ examples: ['robust/0000.png'] }), url: Url });

/** All members are always there, so that the answer needs no variants. */
const StimulusAudit = Type.Object({
  state: Type.Enum(['pending', 'done', 'failed']),
  representationDistance: nullable(Type.Number({ description: 'd between stimulus and target.' })),
  nullPercentile: nullable(Type.Number({ description: 'Share of the null distribution at or below d.', minimum: 0, maximum: 1 })),
  nullPairCount: nullable(Count),
  topClass: nullable(Type.Object({ target: Count, targetName: nullable(Type.String()), stimulus: Count, stimulusName: nullable(Type.String()), isSame: Type.Boolean() })),
  device: nullable(Type.String()),
  message: nullable(Type.String({ description: 'Why there is none.' })),
});

export const StimulusView = named(
  'StimulusView',
  Type.Object({
    id: Id,
    condition: Type.String({ examples: ['robust'] }),
    factors: Type.Record(Type.String(), Type.String(), { examples: [{ loss: 'adversarial' }] }),
    target: StimulusFile,
    stimulus: StimulusFile,
    seed: nullable(StimulusFile),
    label: nullable(Type.String({ description: 'What the target shows.' })),
    network: nullable(Type.Object({ id: Id, name: Type.String(), layer: Type.String() }, { description: 'For which it was made, where that was said.' })),
    audit: nullable(StimulusAudit),
  }),
);
export type StimulusView = Static<typeof StimulusView>;

export const StimulusSetDetail = named('StimulusSetDetail', Type.Object({ ...summary, stimuli: Type.Array(ref(StimulusView)) }));
export type StimulusSetDetail = Static<typeof StimulusSetDetail>;

export const StimulusSetList = named('StimulusSetList', Type.Object({ stimulusSets: Type.Array(ref(StimulusSetView)) }));

export const StimulusSetUpload = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  files: Type.Array(Type.String({ format: 'binary' }), { minItems: 1, description: 'A ZIP file of the images, or the images.' }),
  table: Type.Optional(
    Type.String({
      format: 'binary',
      description: 'CSV with a header row: `target`, `stimulus`, `condition`; and any of `seed`, `label`, `network`, `layer`, `factor_<name>`. Target, stimulus and seed are names of files. May be in the ZIP file as `stimuli.csv`. Where a network is named, the stimuli are audited with it.',
    }),
  ),
});

export const StimulusSetParams = Type.Object({ stimulusSetId: Id });

export const stimulusSetSchemas = [StimulusSetView, StimulusView, StimulusSetDetail, StimulusSetList];
