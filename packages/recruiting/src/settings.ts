import { Type, type Static } from 'typebox';
import { endings, type Ending } from './ending.ts';

const closed = { additionalProperties: false } as const;

export const PlatformName = Type.Union([Type.Literal('link'), Type.Literal('prolific'), Type.Literal('sona'), Type.Literal('connect'), Type.Literal('panel')], {
  description: 'Where raters come from. link: anybody who has it.',
});
export type PlatformName = Static<typeof PlatformName>;

/** What a platform is told at an ending, and where the browser goes. */
export const EndingReturn = Type.Object(
  {
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z0-9_-]+$', description: 'Shown to the rater, and filled into the platform’s own return.' })),
    returnUrl: Type.Optional(
      Type.String({
        maxLength: 2000,
        // What is filled in comes from the rater's link: it must not decide the host.
        pattern: '^https?://[^\\s{}/?#@]+([/?#][^\\s]*)?$',
        description: 'Where the browser goes; absent: where the platform wants it. `{person}`, `{code}` and `{name}` of any parameter of the rater’s link are filled in.',
        examples: ['https://panel.example/return?status=complete&id={person}'],
      }),
    ),
  },
  closed,
);
export type EndingReturn = Static<typeof EndingReturn>;

export const ProlificSettings = Type.Object(
  {
    studyId: Type.Optional(Type.String({ pattern: '^[a-f0-9]{24}$', description: 'What Prolific calls the study; it is in the address of its page there.' })),
    takenAgain: Type.Union([Type.Literal('continue'), Type.Literal('refuse')], {
      description: 'What becomes of somebody who returned the submission and takes the study again. continue: they go on where they were. refuse: they are told to return it.',
    }),
  },
  closed,
);
export type ProlificSettings = Static<typeof ProlificSettings>;

/** The credit token is a secret, and stands elsewhere. */
export const SonaSettings = Type.Object(
  {
    parameter: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,39}$', description: 'Of the rater’s link, that Sona fills with the code of the sign-up.' }),
    school: Type.String({ pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$', description: 'What stands before .sona-systems.com; empty: not known yet.' }),
    experimentId: Type.String({ pattern: '^[0-9]{0,12}$', description: 'experiment_id of the completion address that Sona shows; empty: not known yet.' }),
    creditsWithdrawn: Type.Boolean({ description: 'Whether who withdraws has the credit all the same, as most schools want it.' }),
  },
  closed,
);
export type SonaSettings = Static<typeof SonaSettings>;

export const PanelParameter = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.-]{0,39}$', description: 'In the rater’s link.' }),
    placeholder: Type.String({ maxLength: 80, pattern: '^[^\\s&#]*$', description: 'What the panel replaces; empty where it appends the parameter itself.', examples: ['[%RID%]'] }),
    says: Type.Union([Type.Literal('person'), Type.Literal('submission'), Type.Literal('other')], {
      description: 'person: who it is, the same at every visit. submission: this one taking part. other: for the way back.',
    }),
  },
  closed,
);
export type PanelParameter = Static<typeof PanelParameter>;

export const PanelSettings = Type.Object({ parameters: Type.Array(PanelParameter, { minItems: 1, maxItems: 12 }) }, closed);
export type PanelSettings = Static<typeof PanelSettings>;

/** How a study recruits. What is said of one platform stays when another is chosen. */
export const RecruitingSettings = Type.Object(
  {
    platform: PlatformName,
    endings: Type.Object(Object.fromEntries(endings.map((ending) => [ending, Type.Optional(EndingReturn)])) as Record<Ending, ReturnType<typeof Type.Optional<typeof EndingReturn>>>, {
      ...closed,
      description: 'What differs from the platform’s own ways. `completed` without a code of its own has the study’s completion code.',
    }),
    prolific: Type.Optional(ProlificSettings),
    sona: Type.Optional(SonaSettings),
    panel: Type.Optional(PanelSettings),
  },
  { ...closed, $id: 'RecruitingSettings' },
);
export type RecruitingSettings = Static<typeof RecruitingSettings>;
