/** For schemas of objects that may hold no other fields. */
export const closed = { additionalProperties: false } as const;
