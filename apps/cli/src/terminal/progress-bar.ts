/** What a terminal is asked for: whether it redraws, and how to write to it. */
export interface Terminal {
  readonly isInteractive: boolean;
  readonly columns: number;
  /** A clock in ms. */
  now(): number;
  write(text: string): void;
  /** Absent where nobody is there to answer. */
  ask?(question: string, signal: AbortSignal): Promise<string>;
}

export interface ProgressBar {
  /** @param share done, in [0, 1]; @param note what stands beside the bar */
  update(share: number, note: string): void;
  end(note: string): void;
}

const barWidth = 28;
/** Where lines cannot be redrawn, a line is printed for each further tenth, and after this long without one. */
const plainStep = 0.1;
const plainIntervalMs = 10_000;

/** Draws progress: one line redrawn in place on a terminal, a line now and then in a log. */
export function createProgressBar(terminal: Terminal, label: string): ProgressBar {
  let nextPlainShare = 0;
  let lastPlainMs = -Infinity;
  const line = (share: number, note: string): string => `${label} ${barOf(share)} ${note}`.slice(0, Math.max(20, terminal.columns - 1));
  return {
    update(share, note) {
      if (terminal.isInteractive) terminal.write(`\r\x1b[2K${line(share, note)}`);
      else if (share >= nextPlainShare || terminal.now() - lastPlainMs >= plainIntervalMs) {
        lastPlainMs = terminal.now();
        terminal.write(`${label} ${Math.floor(share * 100)} % ${note}\n`);
        nextPlainShare = (Math.floor(share / plainStep) + 1) * plainStep;
      }
    },
    end(note) {
      terminal.write(terminal.isInteractive ? `\r\x1b[2K${label} ${barOf(1)} ${note}\n` : `${label} ${note}\n`);
    },
  };
}

/** A bar of eighth blocks for a share in [0, 1]. */
export function barOf(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * barWidth * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const part = eighths % 8 === 0 ? '' : ' ▏▎▍▌▋▊▉'.charAt(eighths % 8);
  return `▕${(full + part).padEnd(barWidth, ' ')}▏`;
}
