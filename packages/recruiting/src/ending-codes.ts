import { endings, type Ending } from './ending.ts';
import type { RecruitingSettings } from './settings.ts';

/** The codes that a study gives out, by ending. */
export function endingCodes({ endings: said }: RecruitingSettings, completionCode: string): Partial<Record<Ending, string>> {
  return Object.fromEntries(endings.flatMap((ending) => {
    const code = said[ending]?.code ?? (ending === 'completed' ? completionCode : undefined);
    return code === undefined ? [] : [[ending, code]];
  }));
}
