import { Type, type Static } from 'typebox';
import { named } from '../../http/named-schema.ts';

export const LiveView = named('LiveView', Type.Object({ status: Type.Literal('ok'), version: Type.String({ examples: ['0.1.0'] }) }));
export type LiveView = Static<typeof LiveView>;

export const HealthView = named(
  'HealthView',
  Type.Object({
    status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
    version: Type.String({ examples: ['0.1.0'] }),
    database: Type.Union([Type.Literal('ok'), Type.Literal('unreachable')]),
  }),
);
export type HealthView = Static<typeof HealthView>;

export const healthSchemas = [LiveView, HealthView];
