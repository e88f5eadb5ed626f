import type { FallbackDevice } from '@lookalike/runtime';

/** The changes of device during one run, in words that are stored with the run. */
export interface DeviceChanges {
  /**
   * All changes of the run so far: which device made what; undefined when nothing changed since the last call.
   * @param finishedCount IRIs that were finished when this is asked; a change since the last call came after them.
   */
  describe(finishedCount: number): string | undefined;
}

/** Follows a device from now on. IRIs on both sides of a change have the same quality, but one device alone gives other bytes. */
export function followDeviceChanges(device: Pick<FallbackDevice, 'changes'>): DeviceChanges {
  let seen = device.changes.length;
  const described: string[] = [];
  return {
    describe(finishedCount) {
      const fresh = device.changes.slice(seen);
      if (fresh.length === 0) return undefined;
      seen += fresh.length;
      for (const { from, to, cause } of fresh) described.push(`${from.id} ${from.version} → ${to.id} ${to.version} after ${finishedCount} IRIs: ${cause.message}`);
      return described.join('\n');
    },
  };
}
