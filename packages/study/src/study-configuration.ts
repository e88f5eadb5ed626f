import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

/**
 * Everything an experimenter decides about a 2AFC study. One declaration: type, validation, JSON Schema and form.
 * The networks are not in it: they come with the generation runs that the study shows.
 */
export const StudyConfiguration = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120, description: 'What raters see as the name of the study.' }),
    task: Type.Literal('2afc', { description: 'Query x_r, options x_t and x_0: which is closer to the query?' }),
    question: Type.String({ minLength: 1, maxLength: 300, description: 'Asked in every trial.' }),
    trials: Type.Object(
      {
        perNetwork: Type.Integer({ minimum: 1, maximum: 400, description: 'Trials per network and session. Every network of a session shows the same targets.' }),
        catchCount: Type.Integer({ minimum: 0, maximum: 40, description: 'Catch trials mixed in: one option is identical to the query.' }),
        practiceCount: Type.Integer({ minimum: 0, maximum: 16, description: 'Practice trials with feedback, before the rest.' }),
        practicePassCount: Type.Integer({ minimum: 0, maximum: 16, description: 'Correct answers that pass the practice; it repeats until then.' }),
        blockSize: Type.Integer({ minimum: 5, maximum: 200, description: 'Trials between two breaks.' }),
      },
      closed,
    ),
    display: Type.Object(
      { stimulusSizePx: Type.Integer({ minimum: 64, maximum: 512, description: 'Side of an image on the screen in CSS px; smaller screens scale down.' }) },
      closed,
    ),
    exclusion: Type.Object(
      {
        catchPassShare: Type.Number({ minimum: 0, maximum: 1, description: 'A session below this share of passed catch trials is flagged.' }),
        minimumResponseTimeMs: Type.Integer({ minimum: 0, maximum: 5000, description: 'Answers faster than this are flagged.' }),
      },
      closed,
    ),
    texts: Type.Object(
      {
        landing: Type.String({ maxLength: 4000 }),
        consent: Type.String({ minLength: 1, maxLength: 20_000 }),
        consentItems: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 12, description: 'Each must be ticked.' }),
        instructions: Type.String({ maxLength: 8000 }),
        debrief: Type.String({ maxLength: 8000 }),
      },
      closed,
    ),
    estimatedMinutes: Type.Integer({ minimum: 1, maximum: 240 }),
    compensation: Type.String({ maxLength: 200, description: 'What raters get, in words; may be empty.' }),
    maximumSessions: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Places for real raters; simulated and test sessions are counted apart.' }),
    randomSeed: Type.String({ minLength: 1, maxLength: 100, description: 'Plans are a pure function of the configuration, the stimuli and this seed.' }),
  },
  { ...closed, $id: 'StudyConfiguration' },
);
export type StudyConfiguration = Static<typeof StudyConfiguration>;
