// Preloaded into every process that the supervisor starts (`node --import`): a service never outlives its supervisor,
// not even one that was killed without warning. The IPC channel closes when the parent is gone.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
