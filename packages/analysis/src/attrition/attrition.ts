import { Type, type Static } from 'typebox';

const Count = Type.Integer({ minimum: 0 });

export const Attrition = Type.Object(
  {
    entered: Count,
    consented: Type.Integer({ minimum: 0, description: 'Without those who withdrew: of them only that is kept.' }),
    finished: Type.Integer({ minimum: 0, description: 'Every answer is there.' }),
    counted: Type.Integer({ minimum: 0, description: 'That the scores are computed from.' }),
    endings: Type.Array(Type.Object({ ending: Type.String({ description: 'As the data set’s table of sessions has it.', examples: ['completed', 'declined', 'in_progress'] }), sessions: Type.Integer({ minimum: 1 }) }), { description: 'The most frequent first.' }),
  },
  { description: 'Where sessions of this kind stand: from everybody who entered to those that count.' },
);
export type Attrition = Static<typeof Attrition>;
