// A thread that computes one section: `section-threads.ts` starts it and talks to it. Bundled by itself.
import { parentPort } from 'node:worker_threads';
import { LookalikeError } from '@lookalike/errors';
import { openSection, type OpenSection } from './open-section.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

/** Progress is told in steps of at least this. */
const PROGRESS_STEP = 0.01;

if (parentPort === null) throw new Error('section-thread is started as a thread, not as a program.');
const port = parentPort;
const say = (message: FromThread): void => port.postMessage(message);
let open: OpenSection | undefined;

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'question':
      open = openSection(message.question);
      return say({ kind: 'taken' });
    case 'sessions':
      open?.take(message.page);
      return say({ kind: 'taken' });
    case 'finish':
      return say(finished());
  }
});

function finished(): FromThread {
  let told = 0;
  try {
    return {
      kind: 'result',
      json: open?.finish((share) => {
        if (share - told < PROGRESS_STEP) return;
        told = share;
        say({ kind: 'progress', share });
      }) ?? 'null',
    };
  } catch (error) {
    // Everything else ends the thread, and is told by its end.
    if (error instanceof LookalikeError) return { kind: 'unfit', message: error.message };
    throw error;
  }
}
