import { wayOutOf, type Ending, type LinkParameters } from '@lookalike/recruiting';
import type { StudyOperation } from '@lookalike/study';
import type { WayOutView } from './schemas.ts';

/** What the page of an ending offers a person who came with these parameters. */
export function personsWayOut(ending: Ending, { recruiting, completionCode, returnUrl }: Pick<StudyOperation, 'recruiting' | 'completionCode' | 'returnUrl'>, parameters: LinkParameters): WayOutView {
  return { ending, ...wayOutOf({ ending, settings: recruiting, parameters, completionCode, returnUrl }) };
}
