/** Prisma's codes, PostgreSQL's and the network's. @see https://www.prisma.io/docs/orm/reference/error-reference, PostgreSQL manual, appendix A */
const codes: ReadonlySet<string> = new Set([
  'P2024', // No connection of the pool became free.
  'P2028', // A transaction could not begin, or not end, in time.
  'P2034', // A deadlock; the other one went first.
  'P2037', // The server takes no more connections.
  '53300',
  'P1001', // It cannot be reached, or was lost on the way.
  'P1002',
  'P1008',
  'P1017',
  '57P01', // It is being shut down.
  '57P03', // It is starting.
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);

/** What the driver says without a code. */
const messages: ReadonlySet<string> = new Set(['timeout exceeded when trying to connect', 'timeout expired', 'Connection terminated unexpectedly', 'Connection terminated due to connection timeout']);

/**
 * Whether an error says that the database has too much to do at the moment, or is away: not about the request, which was
 * not carried out, or of which nobody knows whether it was. The same may work later.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Several addresses of one name were tried.
  if (error instanceof AggregateError) return isDatabaseTrouble(error.errors[0]);
  return codes.has('code' in error ? String(error.code) : '') || messages.has(error.message);
}
