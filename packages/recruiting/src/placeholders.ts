import type { LinkParameters } from './platform.ts';

/** As platforms write what they are to fill in: {{%PROLIFIC_PID%}}, %SURVEY_CODE%, ${workerId}, [%RID%], {pid}, <pid>. */
const unfilledForms = [/^\{\{.*\}\}$/, /^%[^%]+%$/, /^\$\{.*\}$/, /^\[.*\]$/, /^\{.*\}$/, /^<.*>$/];

/** Names of the parameters that a platform should have filled in and did not. */
export function unfilledParameters(parameters: LinkParameters): readonly string[] {
  return Object.entries(parameters).flatMap(([name, value]) => (unfilledForms.some((form) => form.test(value.trim())) ? [name] : []));
}
