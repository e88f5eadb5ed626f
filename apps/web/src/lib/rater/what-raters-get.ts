import type { RaterStudyView } from '../api/views.ts';
import { rewardText } from './reward-text.ts';

type Offer = Pick<RaterStudyView, 'reward' | 'rewardNote'> & { readonly recruiting: Pick<RaterStudyView['recruiting'], 'platform'> };

/** What somebody who takes part gets for it, in words. Sona credits by itself, whatever else there is. */
export function whatRatersGet({ reward, rewardNote, recruiting }: Offer): string {
  const said = [...(reward === null ? [] : [rewardText(reward)]), ...(rewardNote === '' ? [] : [rewardNote])];
  if (said.length > 0) return said.join('; ');
  return recruiting.platform === 'sona' ? 'Your credit on Sona' : 'No payment; our thanks';
}

/** What waits at the end beside what it was about: a code where something is done with one, none for a test. */
export function whatComesLast({ reward, rewardNote, recruiting: { platform } }: Offer, { isTest }: { readonly isTest: boolean }): 'code' | 'credit' | 'nothing' {
  if (isTest) return 'nothing';
  if (platform === 'sona') return 'credit';
  return platform !== 'link' || reward !== null || rewardNote !== '' ? 'code' : 'nothing';
}
