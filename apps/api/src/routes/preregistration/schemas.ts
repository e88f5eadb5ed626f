import { Type, type Static } from 'typebox';

const numberPattern = '^[0-9]{1,6}(\\.[0-9]{1,20})?(e-[0-9]{1,2})?$';
const Share = Type.String({ pattern: numberPattern, examples: ['0.5'], description: 'From 0 to 1.' });
const Sd = Type.String({ pattern: numberPattern, examples: ['0.3'], description: 'On the log-odds, from 0 to 5.' });
const Count = Type.String({ pattern: '^[1-9][0-9]{0,4}$', examples: ['40'] });

export const PreregistrationQuery = Type.Object(
  {
    format: Type.Optional(Type.Union([Type.Literal('markdown'), Type.Literal('html')], { default: 'markdown' })),
    wanted: Type.Optional(Type.Union([Type.Literal('width'), Type.Literal('chance'), Type.Literal('difference'), Type.Literal('equivalence')], { description: 'What the sample size is for. With it, everything that follows is needed, but for what another thing wanted would need. Absent: the document asks for the reasons.' })),
    score: Type.Optional(Share),
    otherScore: Type.Optional(Share),
    chance: Type.Optional(Share),
    width: Type.Optional(Share),
    margin: Type.Optional(Share),
    power: Type.Optional(Share),
    raterSd: Type.Optional(Sd),
    targetSd: Type.Optional(Sd),
    raterOwnShare: Type.Optional(Share),
    targetOwnShare: Type.Optional(Share),
    raters: Type.Optional(Count),
    targets: Type.Optional(Count),
    perRater: Type.Optional(Count),
  },
  { additionalProperties: false },
);
export type PreregistrationQuery = Static<typeof PreregistrationQuery>;
