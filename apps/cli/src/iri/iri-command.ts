import { defaultIriConfiguration, kindsByName, seedKinds } from '@lookalike/iri-configuration';
import { Command, InvalidArgumentError } from 'commander';
import { untilInterrupted } from '../commands/until-interrupted.ts';
import type { Terminal } from '../terminal/progress-bar.ts';
import { withPreprocessingOptions, type PreprocessingOptions } from '../network/preprocessing-options.ts';
import { configurationOf, type ConfigurationFlags } from './configuration.ts';
import { runIri } from './run-iri.ts';

interface Flags extends ConfigurationFlags, PreprocessingOptions {
  readonly network: string;
  readonly images: string;
  readonly out: string;
  readonly layer?: string;
  readonly device: string;
  readonly threads?: number;
}

/** Ended by the person at the terminal, as shells say it. */
const interruptedExitCode = 130;

/** `lookalike iri`: the main capability without a server. */
export function iriCommand(terminal: Terminal): Command {
  const usual = defaultIriConfiguration();
  const command = new Command('iri')
    .description('makes identically represented inputs for a folder of images: PNG files, a manifest, a contact sheet; run again, it goes on where it stopped')
    .requiredOption('--network <file>', 'an ONNX file, a TensorFlow.js model.json, or a folder with either')
    .requiredOption('--images <folder>', 'the targets, and the null distribution that the audit compares with')
    .requiredOption('--out <folder>', 'where results go')
    .option('--layer <name>', 'the representation (default: the penultimate layer)')
    .option('--part <name>', 'which part of the layer: class-token or token-mean of tokens, spatial-mean of a map (default: all)')
    .option('--objective <name or file>', `${kindsByName().join(', ')}, or a .json file with any objective (default: ${usual.objective.kind})`)
    .option('--perceptual-distance <name or file>', 'nlpd, ms-ssim, or the .onnx file of a learned distance, for the objectives that need one')
    .option('--seed-image <kind or file>', `what the search starts from: ${Object.keys(seedKinds).join(', ')}, or an image (default: ${usual.seedImage.kind})`)
    .option('--random-seed <text>', `seed of all that is drawn; the same seed on the same device gives the same bytes (default: ${usual.randomSeed})`)
    .option('--max-steps <number>', 'steps after which an image is finished at the latest', wholeNumber)
    .option('--target-distance <number>', 'an image is finished when its 8-bit d is at most this', decimal)
    .option('--batch-size <number>', 'images that share a call', wholeNumber)
    .option('--configuration <file>', 'a .json file with any part of the configuration; the flags above go before it')
    .option('--device <id>', 'what computes, as `lookalike devices` lists it', 'auto')
    .option('--threads <number>', 'threads of one call (default: all)', wholeNumber)
    .action(async (flags: Flags & { readonly maxSteps?: number }) => {
      const stopping = new AbortController();
      void untilInterrupted().then(() => stopping.abort());
      try {
        const { accepted, rejected } = await runIri({
          ...flags,
          ...configurationOf({ ...flags, ...(flags.maxSteps !== undefined && { maximumSteps: flags.maxSteps }) }),
          preprocessing: flags,
          layer: flags.layer,
          threads: flags.threads,
          terminal,
          timeOfDay: () => new Date(),
          signal: stopping.signal,
        });
        terminal.write(`${flags.out}/contact-sheet.png, manifest.json, manifest.csv\n`);
        process.exitCode = accepted + rejected > 0 ? 0 : 1;
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
        terminal.write('\nStopped. What is finished is kept; the same command goes on.\n');
        process.exitCode = interruptedExitCode;
      }
    });
  return withPreprocessingOptions(command);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number from 1.');
  return value;
}

function decimal(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError('Expected a number from 0.');
  return value;
}
