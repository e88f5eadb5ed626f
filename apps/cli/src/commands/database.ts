import { startEmbeddedDatabase } from '@lookalike/store';
import { untilInterrupted } from './until-interrupted.ts';

/** Runs the embedded PostgreSQL as a process of its own until it is told to stop. */
export async function runDatabase({ directory, port }: { readonly directory: string; readonly port: number }): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    void startEmbeddedDatabase({ directory, port, onFailure: reject }).then((database) => {
      void untilInterrupted().then(async () => {
        await database.close();
        process.exit(0);
      });
      // Last: the supervisor waits for this line, and may send a signal at once.
      console.log(JSON.stringify({ event: 'ready', databaseUrl: database.databaseUrl }));
    }, reject);
  });
  await failed;
}
