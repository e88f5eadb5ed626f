import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A body has to go on by `leastBytes` in every `everyMs`, or to end; who has had an answer has `afterAnswerMs` to end it. */
export interface PaceOfBodies {
  readonly everyMs: number;
  readonly leastBytes: number;
  readonly afterAnswerMs: number;
}

/**
 * 16 KiB in a minute are 2 kbit/s. So an upload of 512 MiB may take as long as any line needs, while what strangers
 * may send is shorter than that and has one minute: thousands of connections with a byte every few seconds do not stay.
 * No limit of the whole time could do both.
 */
const paceOfBodies: PaceOfBodies = { everyMs: 60_000, leastBytes: 16 * 1024, afterAnswerMs: 10_000 };

/** Closes the connections of bodies that do not come on. Register before any hook that waits for something. Headers have Node's own limit, a minute. */
export function endSlowBodies(app: FastifyInstance, { everyMs, leastBytes, afterAnswerMs }: PaceOfBodies = paceOfBodies): void {
  app.addHook('onRequest', async ({ raw }) => {
    if (!isConnected(raw)) return;
    let seenBytes = raw.socket.bytesRead;
    const timer = setInterval(() => {
      if (raw.complete) clearInterval(timer);
      else if (raw.socket.bytesRead - seenBytes < leastBytes) close(raw);
      else seenBytes = raw.socket.bytesRead;
    }, everyMs);
    timer.unref();
    raw.once('close', () => clearInterval(timer));
  });
  // Whoever is refused while still sending can read why; then the rest is not waited for.
  app.addHook('onResponse', async ({ raw }) => {
    if (!isConnected(raw) || raw.complete || raw.socket.destroyed) return;
    const timer = setTimeout(() => {
      if (!raw.complete) close(raw);
    }, afterAnswerMs);
    timer.unref();
    raw.socket.once('close', () => clearTimeout(timer));
  });
}

/** `app.inject` makes requests without a connection. */
function isConnected({ socket }: IncomingMessage): boolean {
  return socket instanceof Socket;
}

function close({ socket }: IncomingMessage): void {
  socket.destroy();
}
