/** A score to print. All shares are in [0, 1]. */
export interface PrintedScore {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Shown behind the picture, such as the median representation distance. */
  readonly note: string;
}

const plotWidth = 41;
const conditionHeader = 'condition';

/** Prints scores of conditions with their intervals as a table with a picture: `├──●──┤` on a scale from 0 to 1, chance at `┊`. */
export function scoreTable(scores: readonly PrintedScore[], chance: number): string[] {
  const nameWidth = Math.max(conditionHeader.length, ...scores.map(({ name }) => name.length));
  const scale = `0${'1'.padStart(plotWidth - 1)}`;
  const header = `${conditionHeader.padEnd(nameWidth)}  score  95 % interval   ${scale}`;
  return [header, ...scores.map((score) => `${score.name.padEnd(nameWidth)}  ${score.estimate.toFixed(2)}   ${`${score.lower.toFixed(2)} – ${score.upper.toFixed(2)}`.padEnd(15)} ${whiskers(score, chance)}  ${score.note}`)];
}

function whiskers({ estimate, lower, upper }: PrintedScore, chance: number): string {
  const column = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * (plotWidth - 1));
  const cells = Array.from({ length: plotWidth }, () => ' ');
  cells[column(chance)] = '┊';
  for (let i = column(lower) + 1; i < column(upper); i++) cells[i] = '─';
  cells[column(lower)] = '├';
  cells[column(upper)] = '┤';
  cells[column(estimate)] = '●';
  return cells.join('');
}
