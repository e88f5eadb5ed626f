import { Type, type Static } from 'typebox';
import { Count, Hash, Id, Moment } from '../../http/fields.ts';
import { named, ref } from '../../http/named-schema.ts';

export const LayerView = named(
  'LayerView',
  Type.Object({
    name: Type.String({ description: 'The value’s name in the network’s file; what `layer` of a run takes.' }),
    operator: Type.String({ examples: ['GlobalAveragePool'] }),
    shape: Type.Array(Type.Integer({ minimum: 1 }), { description: 'Sizes per image, without the batch.', examples: [[64, 8, 8]] }),
    valueCount: Type.Integer({ minimum: 1, description: 'Values per image.' }),
    isDefault: Type.Boolean({ description: 'The penultimate representation, found by rule.' }),
  }),
);

export const NetworkView = named(
  'NetworkView',
  Type.Object({
    id: Id,
    name: Type.String({ examples: ['ResNet, ℓ2-robust'] }),
    fileHash: Hash,
    card: Type.String({ description: 'Markdown: where the network comes from and how it was trained. May be empty.' }),
    inputHeightPx: Type.Integer({ minimum: 1 }),
    inputWidthPx: Type.Integer({ minimum: 1 }),
    layers: Type.Array(ref(LayerView)),
    defaultLayer: Type.String(),
    parameterCount: Count,
    multiplyAddCount: Count,
    operatorCounts: Type.Record(Type.String(), Type.Integer(), { examples: [{ Conv: 9, Relu: 7 }] }),
    opset: Type.Integer({ minimum: 1 }),
    createdAt: Moment,
    runCount: Count,
  }),
);
export type NetworkView = Static<typeof NetworkView>;

export const NetworkList = named('NetworkList', Type.Object({ networks: Type.Array(ref(NetworkView)) }));

export const NetworkUpload = Type.Object({
  file: Type.String({ format: 'binary', description: 'An ONNX file.' }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  card: Type.Optional(Type.String({ maxLength: 100_000, description: 'Markdown.' })),
});

export const NetworkParams = Type.Object({ networkId: Id });

export const networkSchemas = [LayerView, NetworkView, NetworkList];
