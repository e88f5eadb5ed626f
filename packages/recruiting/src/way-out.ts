import { Type, type Static } from 'typebox';
import { PlatformName } from './settings.ts';

/** What the page of an ending offers. */
export const WayOut = Type.Object(
  {
    code: Type.Optional(Type.String({ description: 'To be entered on the platform, or shown to whoever asks.' })),
    redirectUrl: Type.Optional(Type.String({ description: 'Where the browser goes on.' })),
    waitSeconds: Type.Optional(Type.Number({ minimum: 0, description: 'After so long the browser goes on by itself; until then, and where that fails, the code and the link are there. Absent: only when asked to.' })),
    platform: Type.Optional(PlatformName),
    task: Type.Union(
      [
        Type.Literal('enter_code'),
        Type.Literal('go_back'),
        Type.Literal('return_task'),
        Type.Literal('submit_without_code'),
        Type.Literal('cancel_sign_up'),
        Type.Literal('wait_for_credit'),
        Type.Literal('nothing'),
      ],
      {
        description:
          'What the rater is to do on the platform. go_back: open `redirectUrl`. return_task: give the place back there, so that nothing is counted against them. submit_without_code: say there that they have no code; a person looks at it. cancel_sign_up: cancel it there. wait_for_credit: nothing, the credit is entered for them.',
      },
    ),
  },
  { additionalProperties: false, $id: 'WayOut' },
);
export type WayOut = Static<typeof WayOut>;
