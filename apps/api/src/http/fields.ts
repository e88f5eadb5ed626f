import { Type } from 'typebox';

export const Id = Type.String({ format: 'uuid', examples: ['5f0c7a1e-6d0b-4f4e-9a53-0f4d5f3f9d61'] });
export const Moment = Type.String({ format: 'date-time', description: 'UTC, ISO 8601.', examples: ['2026-05-04T09:30:00.000Z'] });
export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in hexadecimal digits.' });
export const Url = Type.String({ description: 'Absolute path on this server, or a full address.', examples: ['/api/stimuli/3f…e1.png'] });
export const Count = Type.Integer({ minimum: 0 });
export const Share = Type.Number({ minimum: 0, maximum: 1 });
export const Distance = Type.Number({ minimum: 0, description: 'Relative representation distance ‖g(x) − g(x_t)‖ / ‖g(x_t)‖.' });
