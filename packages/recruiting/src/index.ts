export { Ending, endings } from './ending.ts';
export {
  EndingReturn,
  PanelParameter,
  PanelSettings,
  PlatformName,
  ProlificSettings,
  RecruitingSettings,
  SonaSettings,
  defaultPanel,
  defaultProlific,
  defaultRecruiting,
  defaultSona,
} from './settings.ts';
export type { Arrival, Leaving, LinkParameters, Platform } from './platform.ts';
export { WayOut } from './way-out.ts';
export { platformOf, platforms } from './platforms.ts';
export { hasSonaCredit, sonaCreditOf, type SonaCredit } from './sona.ts';
export { RejectionCategory, rejectionIssues, shortestRejection, type Rejection } from './rejection.ts';
