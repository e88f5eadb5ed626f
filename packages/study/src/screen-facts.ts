import { Type, type Static } from 'typebox';

/** What a rater's page knows of the screen and the browser; sent once it is known, and again when it changes. Kept with the session. */
export const ScreenFacts = Type.Object(
  {
    language: Type.Optional(Type.String({ maxLength: 35, description: 'BCP 47, as the browser says.' })),
    refreshHz: Type.Optional(Type.Number({ minimum: 1, maximum: 1000, description: 'Measured refresh of the screen.' })),
    cssPxPerMm: Type.Optional(Type.Number({ minimum: 0.5, maximum: 100, description: 'CSS px per millimetre, from a bank card held to the screen.' })),
  },
  { additionalProperties: false },
);
export type ScreenFacts = Static<typeof ScreenFacts>;
