import { createInterface } from 'node:readline/promises';

/** Asks the person at the terminal. Ctrl-C ends the question as it ends everything else: by the process's own signal. @throws the signal's reason */
export async function askAtTerminal(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}
