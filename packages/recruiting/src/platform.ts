import type { Ending } from './ending.ts';
import type { PlatformName, RecruitingSettings } from './settings.ts';
import type { WayOut } from './way-out.ts';

/** Parameters of a rater's link, as the platform filled them in. */
export type LinkParameters = Readonly<Record<string, string>>;

/** Who comes by a link. */
export type Arrival =
  /** Somebody without a name. */
  | { readonly kind: 'nobody' }
  /** The platform shows the task before it is accepted: nothing may begin. */
  | { readonly kind: 'preview' }
  /** The platform did not fill these in, or left them out: everybody would be one and the same person, or nobody. */
  | { readonly kind: 'unfilled'; readonly parameters: readonly string[] }
  /**
   * Somebody whom the platform names. `person` is the same at every visit, and tells the platforms apart; it is in the address, so it is no
   * key. `submission` is the platform's own value for this one taking part, which others do not see; absent where it has none.
   */
  | { readonly kind: 'person'; readonly person: string; readonly submission?: string };

export interface Leaving {
  readonly ending: Ending;
  readonly settings: RecruitingSettings;
  /** Of the link by which the rater came. */
  readonly parameters: LinkParameters;
  /** The study's own, for `completed`. */
  readonly completionCode: string;
}

/** What Lookalike knows of one recruiting platform: pure, for the API and the page alike. */
export interface Platform {
  readonly name: PlatformName;
  readonly label: string;
  identify(parameters: LinkParameters, settings: RecruitingSettings): Arrival;
  /** Whether somebody with a new submission goes on with the session of their earlier one. */
  continuesTakenAgain(settings: RecruitingSettings): boolean;
  /** The link to give to the platform, with its placeholders. @param raterUrl the study's link */
  linkOf(raterUrl: string, settings: RecruitingSettings): string;
  wayOut(leaving: Leaving): WayOut;
}
