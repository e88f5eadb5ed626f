export { Ending, endings } from './ending.ts';
export {
  EndingReturn,
  PanelParameter,
  PanelSettings,
  PlatformName,
  ProlificSettings,
  RecruitingSettings,
  SonaSettings,
} from './settings.ts';
export { defaultPanel, defaultProlific, defaultRecruiting, defaultSona } from './default-settings.ts';
export type { Arrival, Leaving, LinkParameters, Platform } from './platform.ts';
export { WayOut } from './way-out.ts';
export { wayOutOf } from './way-out-of.ts';
export { platformOf, platforms } from './platforms.ts';
export { sonaCreditOf, type SonaCredit } from './sona.ts';
export { RejectionCategory, rejectionIssues, shortestRejection, type Rejection } from './rejection.ts';
export { readingMinutes } from './reading-minutes.ts';
export { Owed, isFinalStatus, isPaidStatus, judgeSubmission, oddCode, type Judgement, type StandHere } from './owed.ts';
export { endingCodes } from './ending-codes.ts';
export { codeDifferences, prolificCodeRules, type CodeDifference, type CodeThere } from './prolific-codes.ts';
