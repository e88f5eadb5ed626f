import { Prisma } from './generated/client.ts';

/** PostgreSQL's code for a unique violation, which raw statements hand on. */
const UNIQUE_VIOLATION = '23505';

/** Whether the database refused a row because another one has that value already. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2002' || (error.code === 'P2010' && JSON.stringify(error.meta ?? {}).includes(UNIQUE_VIOLATION));
}
