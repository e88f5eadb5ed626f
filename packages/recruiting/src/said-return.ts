import type { Leaving } from './platform.ts';

/** So long is an ending's page read before the browser goes on by itself. */
export const waitSeconds = 6;

export interface SaidReturn {
  readonly code?: string;
  readonly returnUrl?: string;
}

/** What the study says of this ending: its code, and its return address with everything filled in. Only `completed` has the study's completion code. */
export function saidReturn({ ending, settings, parameters, completionCode }: Leaving, personParameter?: string): SaidReturn {
  const said = settings.endings[ending];
  const code = said?.code ?? (ending === 'completed' ? completionCode : undefined);
  const person = personParameter === undefined ? undefined : parameters[personParameter];
  const returnUrl = said?.returnUrl === undefined ? undefined : filledUrl(said.returnUrl, { ...parameters, ...(person === undefined ? {} : { person }), ...(code === undefined ? {} : { code }) });
  return { ...(code === undefined ? {} : { code }), ...(returnUrl === undefined ? {} : { returnUrl }) };
}

/** Fills `{name}` with the encoded value of that name, or with nothing where there is none. */
export function filledUrl(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g, (_, name: string) => encodeURIComponent(Object.hasOwn(values, name) ? values[name]! : ''));
}
