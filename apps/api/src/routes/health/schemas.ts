import { Type, type Static } from 'typebox';
import { named } from '../../http/named-schema.ts';

export const HealthView = named(
  'HealthView',
  Type.Object({
    status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
    version: Type.String({ examples: ['0.1.0'] }),
    database: Type.Union([Type.Literal('ok'), Type.Literal('unreachable')]),
  }),
);
export type HealthView = Static<typeof HealthView>;

export const healthSchemas = [HealthView];
