import { unfilledParameters } from './placeholders.ts';
import type { Arrival, LinkParameters } from './platform.ts';

/** Whom the parameter `person` names, on a platform that names everybody: who comes without it did not come from there. */
export function namedArrival(parameters: LinkParameters, { person, submission }: { readonly person: string; readonly submission?: string | undefined }): Arrival {
  const unfilled = unfilledParameters(parameters);
  if (unfilled.length > 0) return { kind: 'unfilled', parameters: unfilled };
  const value = parameters[person]?.trim() ?? '';
  if (value === '') return { kind: 'unfilled', parameters: [person] };
  const taking = submission === undefined ? '' : (parameters[submission]?.trim() ?? '');
  return { kind: 'person', person: `${person}:${value}`, ...(taking === '' ? {} : { submission: taking }) };
}
