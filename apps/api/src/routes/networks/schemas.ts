import { plainPreprocessing, Preprocessing } from '@lookalike/preprocessing';
import { layerParts } from '@lookalike/graph';
import { Type, type Static } from 'typebox';
import { Count, Hash, Id, Moment } from '../../http/fields.ts';
import { named, nullable, ref } from '../../http/named-schema.ts';

export const LayerView = named(
  'LayerView',
  Type.Object({
    name: Type.String({ description: 'The value’s name in the network’s file; what `layer` of a run takes.' }),
    operator: Type.String({ examples: ['GlobalAveragePool'] }),
    shape: Type.Array(Type.Integer({ minimum: 1 }), { description: 'Sizes per image, without the batch.', examples: [[64, 8, 8]] }),
    valueCount: Type.Integer({ minimum: 1, description: 'Values per image.' }),
    isDefault: Type.Boolean({ description: 'The penultimate representation, found by rule.' }),
    parts: Type.Array(Type.Enum(layerParts), { description: 'What `part` of a run’s configuration may be: of tokens the class token or the mean of the image’s tokens, of a map the mean over its places.' }),
  }),
);

/** packages/preprocessing names its own schema. */
export const NamedPreprocessing = named('Preprocessing', { ...Preprocessing, examples: [plainPreprocessing({ heightPx: 224, widthPx: 224 })] });

export const PreprocessingOrigin = named(
  'PreprocessingOrigin',
  Type.Object(
    {
      certainty: Type.Union([Type.Literal('given'), Type.Literal('stated'), Type.Literal('likely'), Type.Literal('assumed')], {
        description: 'given: by an experimenter; stated: by the file; likely: what fits the file best; assumed: before Lookalike asked.',
      }),
      because: Type.String({ description: 'What it was taken from.' }),
    },
    { description: 'Where a network’s preprocessing is from.' },
  ),
);

export const BlockedLayerView = named(
  'BlockedLayerView',
  Type.Object(
    {
      name: Type.String(),
      operator: Type.String({ examples: ['ArgMax'] }),
      by: Type.Object({ operator: Type.String({ examples: ['TopK'] }), node: Type.String(), because: Type.String({ description: 'The end of a sentence that begins with the operator.', examples: ['is not supported'] }) }, { description: 'The operator in the way.' }),
    },
    { description: 'A value of the network that cannot serve as representation.' },
  ),
);

export const NetworkFileView = named('NetworkFileView', Type.Object({ name: Type.String(), fileHash: Hash, byteCount: Count }, { description: 'One of the files that a network consists of.' }));

export const NetworkProofView = named(
  'NetworkProofView',
  Type.Object(
    {
      state: Type.Union([Type.Literal('pending'), Type.Literal('equal'), Type.Literal('refuted')], { description: 'pending: a worker will compute it; refuted: it is not the network that was exported, and has no runs.' }),
      relativeError: nullable(Type.Number({ minimum: 0, description: 'Of the representation, as a share of its length.', examples: [3e-6] })),
      meanLevels: nullable(Type.Number({ minimum: 0, description: 'How far prepared images are apart on average, in levels of 8 bits.' })),
      message: nullable(Type.String({ description: 'The verdict in words.' })),
      device: nullable(Type.String({ description: 'What computed it.' })),
    },
    { description: 'Whether the network gives what its makers’ library gave, where its file brings a proof.' },
  ),
);

export const NetworkView = named(
  'NetworkView',
  Type.Object({
    id: Id,
    name: Type.String({ examples: ['ResNet, ℓ2-robust'] }),
    fileHash: Hash,
    format: Type.String({ examples: ['onnx', 'tensorflowjs'] }),
    producer: Type.String({ description: 'The program that wrote the file; empty where it does not say.', examples: ['pytorch 2.15.0'] }),
    files: Type.Array(ref(NetworkFileView), { description: 'The main file first. `fileHash` of the network is that of its one file, or of the list of several.' }),
    preprocessing: ref(NamedPreprocessing),
    preprocessingOrigin: ref(PreprocessingOrigin),
    card: Type.String({ description: 'Markdown: where the network comes from and how it was trained. May be empty.' }),
    inputHeightPx: Type.Integer({ minimum: 1 }),
    inputWidthPx: Type.Integer({ minimum: 1 }),
    layers: Type.Array(ref(LayerView)),
    blockedLayers: Type.Array(ref(BlockedLayerView), { description: 'Layers that cannot serve, with the operator in the way; empty for most networks.' }),
    defaultLayer: Type.String(),
    defaultLayerRule: Type.String({ description: 'By which rule the default layer was found.', examples: ['input of the last fully connected layer'] }),
    straightThroughNode: nullable(Type.String({ description: 'The last rectifier before the default layer, whose gradient can be passed straight through.' })),
    notes: Type.Array(Type.String(), { description: 'What whoever uses its results must know; empty for most networks.' }),
    tags: Type.Record(Type.String(), Type.String(), { description: 'What its makers, or an experimenter, say it is. They become factors of a study’s conditions when it is launched.', examples: [{ architecture: 'resnet18', training_loss: 'adversarial' }] }),
    classCount: Type.Integer({ minimum: 0, description: 'Classes that the file names; 0 where it names none.' }),
    classExamples: Type.Array(Type.String(), { description: 'The first of them.', examples: [['tench', 'goldfish']] }),
    proof: nullable(ref(NetworkProofView)),
    parameterCount: Count,
    multiplyAddCount: Count,
    operatorCounts: Type.Record(Type.String(), Type.Integer(), { examples: [{ Conv: 9, Relu: 7 }] }),
    opset: nullable(Type.Integer({ minimum: 1, description: 'Of the file.' })),
    createdAt: Moment,
    runCount: Count,
  }),
);
export type NetworkView = Static<typeof NetworkView>;

export const NetworkList = named('NetworkList', Type.Object({ networks: Type.Array(ref(NetworkView)) }));

export const NetworkUpload = Type.Object({
  files: Type.Array(Type.String({ format: 'binary' }), { description: 'An .onnx file with the files that hold its weights, or a TensorFlow.js model.json with its weights. Notes beside it, such as preprocessor_config.json, help to guess the preprocessing.' }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  card: Type.Optional(Type.String({ maxLength: 100_000, description: 'Markdown.' })),
  preset: Type.Optional(Type.String({ description: 'The id of a preprocessing preset (`GET /api/preprocessing-presets`).' })),
  preprocessing: Type.Optional(Type.String({ description: 'Preprocessing as JSON; what it leaves out is as in the preset, or else as pixels in [0, 1] are. Without it and `preset` it is guessed from the file.' })),
  widthPx: Type.Optional(Type.Integer({ minimum: 1, description: 'Of images, for a network whose file leaves the size open.' })),
  heightPx: Type.Optional(Type.Integer({ minimum: 1 })),
  imageShape: Type.Optional(Type.String({ examples: ['1x28x28', '32x32x3'], description: 'Of an image, for a network that takes flat vectors: channels first or last, which are 1 or 3.' })),
  otherInputs: Type.Optional(Type.String({ examples: ['{"scale": 1, "size": [32, 32]}'], description: 'For a network that takes more than an image: the value of each further input as JSON, one number for all of it or a list of all its numbers.' })),
});

export const PreprocessingPresetView = named(
  'PreprocessingPresetView',
  Type.Object({ id: Type.String({ examples: ['imagenet'] }), label: Type.String(), description: Type.String(), preprocessing: ref(NamedPreprocessing) }, { description: 'A common way to prepare images.' }),
);
export const PreprocessingPresetList = named('PreprocessingPresetList', Type.Object({ presets: Type.Array(ref(PreprocessingPresetView)) }));

/** In a query, where everything is text. */
const Side = Type.String({ pattern: '^[1-9][0-9]{0,3}$', description: 'Pixels; 224 unless said otherwise.' });
export const PresetQuery = Type.Object({ widthPx: Type.Optional(Side), heightPx: Type.Optional(Side), channels: Type.Optional(Type.Union([Type.Literal('1'), Type.Literal('3')], { description: '1 for grey images; 3 unless said otherwise.' })) });

/** What is wrong with a tag is said by `checkedTags`, by its name. */
export const NetworkChange = named(
  'NetworkChange',
  Type.Object(
    { tags: Type.Record(Type.String(), Type.String(), { maxProperties: 40, description: 'All of them: what is left out is gone. Names are lower-case letters, digits and underscores, values text of at most 200 characters.', examples: [{ architecture: 'resnet18', training_loss: 'adversarial' }] }) },
    { additionalProperties: false },
  ),
);

export const NetworkParams = Type.Object({ networkId: Id });

export const networkSchemas = [LayerView, BlockedLayerView, NamedPreprocessing, PreprocessingOrigin, NetworkFileView, NetworkProofView, NetworkView, NetworkList, NetworkChange, PreprocessingPresetView, PreprocessingPresetList];
