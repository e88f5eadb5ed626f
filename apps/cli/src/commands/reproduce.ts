import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { reproduceObjectives } from '../reproduce/reproduce-objectives.ts';
import { objectivesMarkdown } from '../reproduce/objectives-table.ts';
import type { Terminal } from '../terminal/progress-bar.ts';
import { untilInterrupted } from './until-interrupted.ts';

interface Flags {
  readonly images: string;
  readonly out: string;
  readonly maxSteps: number;
  readonly randomSeed: string;
  readonly weights: readonly string[];
  readonly device: string;
  readonly threads?: number;
}

/** Ended by the person at the terminal, as shells say it. */
const interruptedExitCode = 130;

/** `lookalike reproduce`: what the paper claims, done again with the networks and photographs that ship with Lookalike. */
export function reproduceCommand(projectRoot: string, terminal: Terminal): Command {
  const command = new Command('reproduce').description('does again what the paper claims, with the networks and photographs that ship with Lookalike');
  command
    .command('objectives')
    .description('makes IRIs under regularizer-free, human-leaning and adversarial objectives, lets simulated observers judge them, and writes a table and a figure')
    .option('--out <folder>', 'where results go; run again, it goes on where it stopped', 'reproduction')
    .option('--images <folder>', 'the targets', join(projectRoot, 'photographs'))
    .option('--max-steps <number>', 'steps for each image', wholeNumber, 300)
    .option('--random-seed <text>', 'seed of all that is drawn', 'reproduction')
    .option('--weights <file...>', 'learned distances that judge too, as tools/export-lpips.py writes them', [])
    .option('--device <id>', 'what computes, as `lookalike devices` lists it', 'auto')
    .option('--threads <number>', 'threads of one call (default: all)', wholeNumber)
    .action(async (flags: Flags) => {
      const stopping = new AbortController();
      void untilInterrupted().then(() => stopping.abort());
      try {
        const rows = await reproduceObjectives({
          ...flags,
          networks: { standard: join(projectRoot, 'networks/cifar10-resnet10-standard.onnx'), robust: join(projectRoot, 'networks/cifar10-resnet10-robust.onnx') },
          maximumSteps: flags.maxSteps,
          threads: flags.threads,
          terminal,
          timeOfDay: () => new Date(),
          signal: stopping.signal,
        });
        terminal.write(`\n${objectivesMarkdown(rows)}\n${flags.out}/objectives.{json,csv,md,svg}, contact-sheet.png\n`);
        process.exitCode = 0;
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
        terminal.write('\nStopped. What is finished is kept; the same command goes on.\n');
        process.exitCode = interruptedExitCode;
      }
    });
  return command;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number from 1.');
  return value;
}
