import { platformOf, type Ending, type LinkParameters } from '@lookalike/recruiting';
import type { StudyOperation } from '@lookalike/study';
import type { WayOutView } from './schemas.ts';

/** What the page of an ending offers a person who came with these parameters. */
export function personsWayOut(ending: Ending, { recruiting, completionCode, returnUrl }: Pick<StudyOperation, 'recruiting' | 'completionCode' | 'returnUrl'>, parameters: LinkParameters): WayOutView {
  const said = platformOf(recruiting).wayOut({ ending, settings: recruiting, parameters, completionCode });
  return { ending, ...said, ...(ending === 'completed' && returnUrl !== '' ? { redirectUrl: returnUrl, task: 'go_back' } : {}) };
}
