import helmet from '@fastify/helmet';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/**
 * What a page of ours may load: only from here, and no inline script. Inline styles are allowed because placing a menu
 * beside its button needs them; they cannot run anything.
 */
export const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
} as const;

/** The rater's page loads less. Who may frame it is said here, and for it alone: the console is framed by nobody. */
const raterPagePolicy = {
  ...contentSecurityPolicy,
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
} as const;

/** Helmet's settings for the rater's page, where they differ from those of every answer. */
export const raterPageHelmet = { contentSecurityPolicy: helmetPolicy(raterPagePolicy) };

/** Helmet's settings for a document that is one file: it loads and runs nothing, and has its style and pictures in itself. */
export const documentHelmet = { contentSecurityPolicy: helmetPolicy({ defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"], imgSrc: ['data:'], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] }) };

/** What the rater's page asks of no browser: it needs to paint, to keep answers and to send them. */
export const raterPagePermissions = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb'].map((name) => `${name}=()`).join(', ');

/** Security headers on every answer. */
export async function sendSecurityHeaders(app: FastifyInstance, { https }: { https: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: helmetPolicy(contentSecurityPolicy),
    // Told to browsers only where it is true: a laptop's http://localhost must not become https for a year.
    hsts: https ? { maxAge: 31_536_000 } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    // A page that opened one of ours, or was opened by it, has no hold of it.
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
}

function helmetPolicy(policy: Readonly<Record<string, readonly string[]>>): { useDefaults: false; directives: Record<string, string[]> } {
  return { useDefaults: false, directives: Object.fromEntries(Object.entries(policy).map(([name, sources]) => [name, [...sources]])) };
}

/** The API's documentation at /docs, under the same policy as every page. */
export async function serveDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { deepLinking: true, docExpansion: 'none', tryItOutEnabled: false } });
}
