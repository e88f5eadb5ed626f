import type { Preprocessing } from '../api/views.ts';

export type OtherInputs = NonNullable<Preprocessing['otherInputs']>;

/** Lines `name = value` as JSON for the API, which says what is wrong with it; `''` for no line. */
export function otherInputsJson(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return '';
  return JSON.stringify(Object.fromEntries(lines.map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [line.trim(), null] : [line.slice(0, at).trim(), valueIn(line.slice(at + 1))];
  })));
}

/** The same as lines. */
export function otherInputsText(inputs: OtherInputs): string {
  return Object.entries(inputs).map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `[${value.join(', ')}]`}`).join('\n');
}

const mostShown = 8;

/** Further inputs in one line. */
export function describeOtherInputs(inputs: OtherInputs): string {
  return Object.entries(inputs).map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `[${value.slice(0, mostShown).join(', ')}${value.length > mostShown ? ', …' : ''}]`}`).join('; ');
}

function valueIn(text: string): number | readonly number[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const numbers = Array.isArray(value) ? value.flat(Infinity) : value;
    // What is no number becomes null, which the API refuses by name.
    return typeof numbers === 'number' ? numbers : Array.isArray(numbers) ? numbers.map((each) => (typeof each === 'number' ? each : Number.NaN)) : null;
  } catch {
    return null;
  }
}
