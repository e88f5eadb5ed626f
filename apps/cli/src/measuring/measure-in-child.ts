import { fork } from 'node:child_process';
import { measureDevice, type MeasuredStep, type MeasuringTask } from './measure-device.ts';

/** A device that needs longer for a few steps is no device to work with. */
const defaultLimitMs = 180_000;

/** The hidden command with which this program starts itself again. */
export const measuringCommand = 'measure-device';

type Answer = { readonly measured: MeasuredStep } | { readonly failure: string };

export interface ChildOptions {
  /** What is started; default: this program. */
  readonly program?: string;
  readonly limitMs?: number;
}

/**
 * Measures in a process of its own, because a graphics driver may end the process that loads it, and libraries must not
 * share their threads while they are timed.
 * @returns what was measured, or why not.
 */
export function measureInChild(task: MeasuringTask, { program = process.argv[1]!, limitMs = defaultLimitMs }: ChildOptions = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const child = fork(program, [measuringCommand], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], timeout: limitMs });
    let complaints = '';
    child.stderr!.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2_000)));
    child.once('message', (answer: Answer) => resolve(answer));
    child.once('error', (error) => resolve({ failure: error.message }));
    child.once('close', (code, signal) => resolve({ failure: signal === 'SIGTERM' ? `It had not finished a few steps after ${limitMs / 1000} s.` : `Its process ended ${signal === null ? `with exit code ${code}` : `by ${signal}`}: ${complaints.trim().split('\n').at(-1) ?? ''}` }));
    child.send(task);
  });
}

/** The child's side: takes one task, answers, ends. */
export function answerMeasuringTask(): void {
  process.once('disconnect', () => process.exit(1));
  process.once('message', (task: MeasuringTask) => {
    measureDevice(task, () => performance.now()).then(
      (measured): Answer => ({ measured }),
      (error: unknown): Answer => ({ failure: error instanceof Error ? error.message : String(error) }),
    ).then((answer) => process.send!(answer, () => process.exit(0)));
  });
}
