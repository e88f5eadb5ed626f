import type { Leaving } from './platform.ts';
import { platformOf } from './platforms.ts';
import type { WayOut } from './way-out.ts';

/**
 * What the page of an ending offers a person: what their platform wants, but who has finished goes where the study sends them.
 * @param returnUrl the study's own, for `completed`; empty: where the platform wants it
 */
export function wayOutOf({ returnUrl, ...leaving }: Leaving & { readonly returnUrl: string }): WayOut {
  const said = platformOf(leaving.settings).wayOut(leaving);
  return leaving.ending === 'completed' && returnUrl !== '' ? { ...said, redirectUrl: returnUrl, task: 'go_back' } : said;
}
