import { defaultRecruiting, type RecruitingSettings } from '@lookalike/recruiting';
import { expect, it } from 'vitest';
import { fromRecruitingDraft, newCode, readSonaAddress, toRecruitingDraft } from './recruiting-draft.ts';

const settings: RecruitingSettings = {
  platform: 'sona',
  endings: { completed: { code: 'A' }, withdrawn: { returnUrl: 'https://a.example/' } },
  prolific: { studyId: '5f0000000000000000000001', takenAgain: 'refuse' },
  sona: { parameter: 'id', school: 'lab', experimentId: '12', creditsWithdrawn: false },
};

it('a form that is not touched changes nothing, and what was said of another platform stays', () => {
  expect(fromRecruitingDraft(toRecruitingDraft(settings), settings)).toEqual(settings);
  expect(fromRecruitingDraft(toRecruitingDraft(defaultRecruiting), defaultRecruiting)).toEqual(defaultRecruiting);
  expect(fromRecruitingDraft({ ...toRecruitingDraft(settings), platform: 'link' }, settings)).toEqual({ ...settings, platform: 'link' });
});

it('Sona’s address says the school, the experiment and the token', () => {
  expect(readSonaAddress(' https://lab.sona-systems.com/webstudy_credit.aspx?experiment_id=12&credit_token=c0ffee&survey_code=XXXX ')).toEqual({ school: 'lab', experimentId: '12', creditToken: 'c0ffee' });
  for (const other of ['https://lab.evil.example/webstudy_credit.aspx?experiment_id=12&credit_token=c', 'https://lab.sona-systems.com/', 'nonsense']) expect(readSonaAddress(other)).toBeUndefined();
});

it('a code has letters and digits that are not taken for one another', () => {
  expect(newCode(Uint8Array.from({ length: 8 }, (_, i) => i * 31))).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
});
