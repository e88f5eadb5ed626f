const locale = 'en-GB';

/** A count with separators: 1,238,730. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** A large count in three figures with an SI prefix: 1.24 M. */
export function formatMagnitude(count: number): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
  const thousands = Math.max(0, Math.min(prefixes.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  return `${Number((count / 1000 ** thousands).toPrecision(3))} ${prefixes[thousands] ?? ''}`.trim();
}

/** A representation distance or score: three decimals, or two figures where those would be 0.000. */
export function formatDecimal(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

/** A score or share: two decimals. */
export function formatShare(share: number): string {
  return share.toFixed(2);
}

/** A share as percent, with a decimal only where it would be lost: 0.4 %, 96 %. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** A signed difference, with a true minus; 0.00 has no sign. */
export function formatDifference(difference: number): string {
  const text = Math.abs(difference).toFixed(2);
  if (text === '0.00') return text;
  return difference < 0 ? `−${text}` : `+${text}`;
}

/** A span of time in its two largest units: 41 s, 2 min 5 s, 1 h 20 min. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const inMinutes = Math.round(whole / 60);
  const minutes = inMinutes % 60;
  const hours = Math.floor(inMinutes / 60);
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

/** A moment by the reader's clock: 4 May 2026, 09:30. */
export function formatMoment(moment: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment));
}

/** Money in whole units: £3.00, or 3 XYZ in a currency that the browser does not know. */
export function formatMoney(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** One thing or several: "1 run", "3 runs". */
export function formatNumberOf(count: number, one: string, several = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}

/** A file's size: 4.9 MB, 812 B. */
export function formatBytes(bytes: number): string {
  return `${formatMagnitude(bytes)}${bytes < 1000 ? ' ' : ''}B`;
}
