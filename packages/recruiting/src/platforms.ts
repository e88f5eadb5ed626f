import { connect } from './connect.ts';
import { link } from './link.ts';
import { panel } from './panel.ts';
import type { Platform } from './platform.ts';
import { prolific } from './prolific.ts';
import type { PlatformName, RecruitingSettings } from './settings.ts';
import { sona } from './sona.ts';

const byName: Readonly<Record<PlatformName, Platform>> = { prolific, connect, sona, panel, link };

/** In the order in which they are offered. */
export const platforms: readonly Platform[] = Object.values(byName);

export function platformOf({ platform }: Pick<RecruitingSettings, 'platform'>): Platform {
  return byName[platform];
}
