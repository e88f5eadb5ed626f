import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import { raterPageHelmet, raterPagePermissions } from './security-headers.ts';

/** Everything else is an address of the web app. */
const serverAddress = /^\/(api|docs)(\/|$)/;

/** Files with a hash in their name: the console's and the rater's page's. */
const hashedFile = /^(_app\/immutable|rater-assets)\//;

/**
 * Serves the built web app: its files; at raters' links the rater's page, under headers of its own; and for every other
 * address outside /api and /docs the console's page (`sendConsolePage`), which finds its own way. Below /s nothing leads to
 * the console. The folder may be built, or built anew, while the server runs.
 */
export async function serveWebApp(app: FastifyInstance, webDirectory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: webDirectory,
    cacheControl: false,
    decorateReply: false,
    setHeaders: (response, file) => {
      const relative = path.relative(webDirectory, file).split(path.sep).join('/');
      response.setHeader('cache-control', hashedFile.test(relative) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  // A link that was cut off gets the page too, which says so.
  for (const url of ['/s', '/s/*']) {
    app.get(url, { schema: { hide: true }, helmet: raterPageHelmet }, (_request, reply) =>
      sendPage(reply.header('permissions-policy', raterPagePermissions), path.join(webDirectory, 'rater.html')));
  }
}

/** Whether a request that no route took is for the console. A missing file with an extension is just missing. */
export function isForConsole(request: FastifyRequest): boolean {
  const address = request.url.split('?', 1)[0] ?? '/';
  return (request.method === 'GET' || request.method === 'HEAD') && !serverAddress.test(address) && path.posix.extname(address) === '';
}

/** Sends the console's page. @throws ApiError server.web_not_built */
export function sendConsolePage(reply: FastifyReply, webDirectory: string): Promise<FastifyReply> {
  return sendPage(reply, path.join(webDirectory, 'index.html'));
}

async function sendPage(reply: FastifyReply, file: string): Promise<FastifyReply> {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(await readPage(file));
}

async function readPage(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // readFile throws nothing else.
    throw new ApiError('server.web_not_built', 'The web app is not there: it has not been built, or WEB_DIRECTORY points elsewhere.', {
      fix: 'Run `npm run build`. The API works without it; its documentation is at /docs.',
    });
  }
}
