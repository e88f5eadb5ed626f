import type { FastifyInstance } from 'fastify';

/** What takes longer, such as the download of a large data set, is cut. Whoever stops this process must wait longer than this. */
export const finishWithinMs = 20_000;

/** Makes `app.close()` answer what is under way, for a limited time, and hang on to no connection that nobody uses. */
export function finishOnClose(app: FastifyInstance, withinMs = finishWithinMs): void {
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
    const { server } = app;
    if (!server.listening) return;
    // A connection may become idle only after its answer, and would be kept for the browser's next request.
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const end = setTimeout(() => {
      app.log.warn({ withinMs }, 'stopped with requests under way');
      server.closeAllConnections();
    }, withinMs);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(end);
    });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close');
  });
}
