import { readFile } from 'node:fs/promises';

/**
 * Serves the rater's page in development, from the console's server: at raters' links, as the API's web host does.
 * @returns {import('vite').Plugin}
 */
export function raterPageInDevelopment() {
  return {
    name: 'rater-page-in-development',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        if (!/^\/s(\/|\?|$)/.test(request.url ?? '')) return next();
        try {
          const page = await readFile(new URL('../rater.html', import.meta.url), 'utf8');
          response.setHeader('content-type', 'text/html; charset=utf-8');
          response.end(await server.transformIndexHtml('/rater.html', page));
        } catch (error) {
          next(error);
        }
      });
    },
  };
}
