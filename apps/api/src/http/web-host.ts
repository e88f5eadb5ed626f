import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

/** Everything else is an address of the web app. */
const serverAddress = /^\/(api|docs)(\/|$)/;

/**
 * Serves the built web app: its files, and for every other address outside /api and /docs its one page, which finds its
 * own way. The folder may be built, or built anew, while the server runs.
 */
export async function serveWebApp(app: FastifyInstance, webDirectory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: webDirectory,
    cacheControl: false,
    decorateReply: false,
    setHeaders: (response, file) => {
      const relative = path.relative(webDirectory, file).split(path.sep).join('/');
      response.setHeader('cache-control', relative.startsWith('_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Whether a request that no route took is for a page of the web app. A missing file with an extension is just missing. */
export function isForWebApp(request: FastifyRequest): boolean {
  const address = request.url.split('?', 1)[0] ?? '/';
  return (request.method === 'GET' || request.method === 'HEAD') && !serverAddress.test(address) && path.posix.extname(address) === '';
}

/** Sends the web app's page. @throws ApiError server.web_not_built */
export async function sendWebPage(reply: FastifyReply, webDirectory: string): Promise<FastifyReply> {
  const page = await readPage(webDirectory);
  if (page === undefined) {
    throw new ApiError('server.web_not_built', 'The web app is not there: it has not been built, or WEB_DIRECTORY points elsewhere.', {
      fix: 'Run `npm run build`. The API works without it; its documentation is at /docs.',
    });
  }
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
}

async function readPage(webDirectory: string): Promise<Uint8Array | undefined> {
  for (const name of ['200.html', 'index.html']) {
    try {
      return await readFile(path.join(webDirectory, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // readFile throws nothing else.
    }
  }
  return undefined;
}
