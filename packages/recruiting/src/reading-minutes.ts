/** How often the server reads the submissions of a study that Prolific does not tell of, in minutes: while it is live, and before and after. */
export const readingMinutes = { live: 2, otherwise: 60 } as const;
