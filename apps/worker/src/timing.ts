/** How long a worker may be silent before another takes its run over: with `sweepEveryMs`, the most that is lost is about 13 s. */
export const leaseMs = 10_000;
/** Each beat renews the lease and writes the live numbers; it also is how a worker learns that its run was cancelled. */
export const heartbeatEveryMs = 500;
/** How often each worker looks for runs that nobody tells of any more. */
export const sweepEveryMs = 2_000;
/** A queued run that is older gets its job sent anew; equal jobs that wait are one. */
export const queuedForMs = 10_000;
/** A run that was claimed this often without one more IRI ends its workers; it is failed rather than tried again. */
export const maximumIdleClaims = 4;
