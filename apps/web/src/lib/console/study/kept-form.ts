/** The name of a new study's form: one that begins with other runs is another form. @param runIds in any order */
export function newStudyForm(runIds: readonly string[]): string {
  return ['new study', ...[...new Set(runIds)].sort()].join(' ');
}

/** What somebody typed and has not saved, kept in this tab: a sign-in that runs out, or a wrong click, loses nothing. */
export function keepForm(name: string, form: unknown): void {
  try {
    sessionStorage.setItem(`form ${name}`, JSON.stringify(form));
  } catch {
    // No storage, or it is full: then the form is as forms are.
  }
}

/** @returns undefined where nothing was kept. What was written by this page comes back as it was. */
export function keptForm<T>(name: string): T | undefined {
  try {
    const text = sessionStorage.getItem(`form ${name}`);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

export function forgetForm(name: string): void {
  try {
    sessionStorage.removeItem(`form ${name}`);
  } catch {
    // Nothing was kept.
  }
}
