import { Type, type Static, type TUnion } from 'typebox';
import { PresentationSettings } from './presentation.ts';
import { qualityRules, type QualityRuleSettings } from './quality/rules.ts';
import { tasks, type TaskSettings } from './tasks/index.ts';

const closed = { additionalProperties: false } as const;

/**
 * What raters see and how they are judged: everything of a study that is frozen and hashed at launch. One declaration: type, validation, JSON
 * Schema and form. The conditions are not in it: they come with generation runs. What can change while a study is live is `StudyOperation`.
 */
export const StudyConfiguration = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120, description: 'What raters see as the name of the study.' }),
    // The rooms' own schemas: a task that is added to the list is in the configuration.
    task: Type.Unsafe<TaskSettings>(Type.Union(Object.values(tasks).map(({ settings }) => settings)) as TUnion),
    question: Type.String({ minLength: 1, maxLength: 300, description: 'Asked in every trial.' }),
    design: Type.Object(
      {
        targets: Type.Union([Type.Literal('shared'), Type.Literal('once')], {
          description: 'shared: every condition shows the session’s targets, so that differences are paired. once: no rater sees a target twice.',
        }),
        perCondition: Type.Integer({ minimum: 1, maximum: 400, description: 'Targets that a session shows for each condition.' }),
        answersPerStimulus: Type.Union([Type.Integer({ minimum: 1, maximum: 10_000 }), Type.Null()], { description: 'Answers wanted for each stimulus: turned into places at launch. Null: places are given by hand.' }),
      },
      closed,
    ),
    trials: Type.Object(
      {
        catchCount: Type.Integer({ minimum: 0, maximum: 40, description: 'Catch trials mixed in: their right answer is beyond doubt.' }),
        practiceCount: Type.Integer({ minimum: 0, maximum: 16, description: 'Practice trials with feedback, before the rest.' }),
        practicePassCount: Type.Integer({ minimum: 0, maximum: 16, description: 'Correct answers that pass the practice; it repeats until then.' }),
        blockSize: Type.Integer({ minimum: 5, maximum: 200, description: 'Trials between two breaks.' }),
      },
      closed,
    ),
    presentation: PresentationSettings,
    // The rules' own schemas, as with tasks.
    quality: Type.Array(Type.Unsafe<QualityRuleSettings>(Type.Union(Object.values(qualityRules).map(({ settings }) => settings)) as TUnion), {
      maxItems: Object.keys(qualityRules).length,
      description: 'Rules by which a session does not count; each at most once. Nothing is deleted because of one.',
    }),
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
    randomSeed: Type.String({ minLength: 1, maxLength: 100, description: 'Plans are a pure function of the configuration, the stimuli and this seed.' }),
  },
  { ...closed, $id: 'StudyConfiguration' },
);
export type StudyConfiguration = Static<typeof StudyConfiguration>;
