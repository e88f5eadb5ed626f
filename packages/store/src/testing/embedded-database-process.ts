// An embedded database in a process of its own, for tests that kill it. Prints its address as one JSON line.
import { startEmbeddedDatabase } from '../embedded-database.ts';

const [directory = 'memory'] = process.argv.slice(2);
try {
  const database = await startEmbeddedDatabase({ directory });
  process.stdout.write(`${JSON.stringify({ databaseUrl: database.databaseUrl, pid: process.pid })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`);
  process.exit(1);
}
