// Preloaded into every process that the supervisor starts (`node --import`): a service never outlives its supervisor,
// not even one that was killed without warning. The IPC channel closes when the parent is gone.

/** For what is under way; then it ends, whatever holds it up. With the supervisor, the embedded database is gone too. */
const endWithinMs = 10_000;

if (process.channel !== undefined) {
  process.once('disconnect', () => {
    // Its output goes to nobody now; that must not be what ends it.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), endWithinMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
