import { Type } from 'typebox';
import { Id } from '../../http/fields.ts';

export const PictureParams = Type.Object({
  sessionId: Id,
  name: Type.String({ minLength: 1, maxLength: 120, description: 'Trial, round and place, and the server’s signature.' }),
});
