export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Four digits are more than a measurement has. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
