import type { PreprocessingPreset } from '@lookalike/graph';

export interface PreprocessingQuestion {
  /** Of the network's file. */
  readonly path: string;
  /** Why it is not known. */
  readonly because: string;
  readonly presets: readonly PreprocessingPreset[];
}

/** Where questions are put, and who answers them. */
export interface Questions {
  write(text: string): void;
  ask(question: string): Promise<string>;
}

/**
 * Asks how images are prepared for a network that does not say it, until the answer is one of the common ways. Nothing is taken for granted: a wrong
 * preparation would not show, and make every result worthless. Then says the option by which the next command need not ask.
 * @returns undefined when it is none of them
 */
export async function askPreprocessing({ path, because, presets }: PreprocessingQuestion, { write, ask }: Questions): Promise<PreprocessingPreset | undefined> {
  const width = Math.max(...presets.map(({ id }) => id.length));
  const other = presets.length + 1;
  write(`How images are prepared for ${path} is not known: ${because}\n\n`);
  presets.forEach(({ id, description }, i) => write(`  ${i + 1}  ${id.padEnd(width)}  ${description}\n`));
  write(`  ${other}  ${'other'.padEnd(width)}  None of these.\n\n`);
  for (;;) {
    const answer = (await ask(`Which is it? (1 to ${other}, or the name) `)).trim();
    if (answer === String(other) || answer === 'other') return undefined;
    const chosen = presets.find(({ id }, i) => answer === id || answer === String(i + 1));
    if (chosen === undefined) {
      write('Expected a number or a name of the list.\n');
      continue;
    }
    write(`Taken: ${chosen.label}. --preset ${chosen.id} says so next time.\n\n`);
    return chosen;
  }
}
