import type { PanelSettings, ProlificSettings, RecruitingSettings, SonaSettings } from './settings.ts';

export const defaultRecruiting: RecruitingSettings = { platform: 'link', endings: {} };
export const defaultProlific: ProlificSettings = { takenAgain: 'continue' };
export const defaultSona: SonaSettings = { parameter: 'survey_code', school: '', experimentId: '', creditsWithdrawn: true };
export const defaultPanel: PanelSettings = { parameters: [{ name: 'rid', placeholder: '[%RID%]', says: 'person' }] };
