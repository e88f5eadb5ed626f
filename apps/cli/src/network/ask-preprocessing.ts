import { channelsOf, describePreprocessing, type Preprocessing, type PreprocessingPreset } from '@lookalike/preprocessing';
import { InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.ts';
import { preprocessingFrom, preprocessingParts, type PreprocessingOptions } from './preprocessing-options.ts';

export interface PreprocessingQuestion {
  /** Of the network's file. */
  readonly path: string;
  /** Why it is not known. */
  readonly because: string;
  readonly presets: readonly PreprocessingPreset[];
  /** Of the network's size. */
  readonly start: Preprocessing;
}

/** Where questions are put, and who answers them. */
export interface Questions {
  write(text: string): void;
  ask(question: string): Promise<string>;
}

/**
 * Asks how images are prepared for a network that does not say it, until the answer is one of the common ways, or else for each part. Nothing is taken for
 * granted: a wrong preparation would not show, and make every result worthless. Then says the options by which the next command need not ask.
 */
export async function askPreprocessing({ path, because, presets, start }: PreprocessingQuestion, questions: Questions): Promise<Preprocessing> {
  const { write, ask } = questions;
  const width = Math.max(...presets.map(({ id }) => id.length));
  const other = presets.length + 1;
  write(`How images are prepared for ${path} is not known: ${because}\n\n`);
  presets.forEach(({ id, description }, i) => write(`  ${i + 1}  ${id.padEnd(width)}  ${description}\n`));
  write(`  ${other}  ${'other'.padEnd(width)}  None of these; its parts are asked for.\n\n`);
  for (;;) {
    const answer = (await ask(`Which is it? (1 to ${other}, or the name) `)).trim();
    if (answer === String(other) || answer === 'other') return askParts(start, questions);
    const chosen = presets.find(({ id }, i) => answer === id || answer === String(i + 1));
    if (chosen === undefined) {
      write('Expected a number or a name of the list.\n');
      continue;
    }
    write(`Taken: ${chosen.label}. --preset ${chosen.id} says so next time.\n\n`);
    return { ...start, ...chosen.preprocessing };
  }
}

async function askParts(start: Preprocessing, questions: Questions): Promise<Preprocessing> {
  for (;;) {
    const options: string[] = [];
    let said: PreprocessingOptions = {};
    for (const { option, question, read, isOfColours = false } of preprocessingParts) {
      if (isOfColours && channelsOf(start) === 1) continue;
      const { text, part } = await askUntilRead(question, read, questions);
      options.push(`${option} ${/\s/.test(text) ? `"${text}"` : text}`);
      said = { ...said, ...part };
    }
    try {
      // It was said in all its parts.
      const preprocessing = preprocessingFrom(said, start)!;
      questions.write(`Taken: ${describePreprocessing(preprocessing)}.\n${options.join(' ')} says so next time.\n\n`);
      return preprocessing;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      questions.write(`${error.message}\n`);
    }
  }
}

async function askUntilRead(question: string, read: (text: string) => PreprocessingOptions, { write, ask }: Questions): Promise<{ text: string; part: PreprocessingOptions }> {
  for (;;) {
    const text = (await ask(`${question} `)).trim();
    try {
      return { text, part: read(text) };
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      write(`${error.message}\n`);
    }
  }
}
