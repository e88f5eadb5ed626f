import type { FallbackDevice } from '@lookalike/runtime';
import type { RunEnvironment } from '@lookalike/store';

/** The changes of device during one run, in words that are stored with the run. */
export interface DeviceChanges {
  /** What is known when the run goes on; undefined where nothing changed. */
  readonly earlier: string | undefined;
  /**
   * All changes of the run so far: which device made what; undefined when nothing changed since the last call.
   * @param finishedCount IRIs that were finished when this is asked; a change since the last call came after them.
   */
  describe(finishedCount: number): string | undefined;
}

/** Of a run that goes on: what was recorded of it before, and how many IRIs there are from then. */
export interface EarlierWork {
  readonly environment: RunEnvironment | undefined;
  readonly finishedCount: number;
}

/**
 * Follows a device from now on. IRIs on both sides of a change have the same quality, but one device alone gives other bytes. What was
 * recorded before a run went on stays, with a line if it goes on elsewhere.
 */
export function followDeviceChanges(device: Pick<FallbackDevice, 'changes' | 'id' | 'version'>, earlier?: EarlierWork): DeviceChanges {
  let seen = device.changes.length;
  const described = earlier === undefined ? [] : describeEarlier(device, earlier);
  return {
    earlier: described.length === 0 ? undefined : described.join('\n'),
    describe(finishedCount) {
      const fresh = device.changes.slice(seen);
      if (fresh.length === 0) return undefined;
      seen += fresh.length;
      for (const { from, to, cause } of fresh) described.push(`${from.id} ${from.version} → ${to.id} ${to.version} after ${finishedCount} IRIs: ${cause.message}`);
      return described.join('\n');
    },
  };
}

function describeEarlier({ id, version }: Pick<FallbackDevice, 'id' | 'version'>, { environment, finishedCount }: EarlierWork): string[] {
  if (environment === undefined || finishedCount === 0) return [];
  const { device, deviceVersion, deviceChanges } = environment;
  const isElsewhere = device !== id || deviceVersion !== version;
  return [
    ...(typeof deviceChanges === 'string' ? [deviceChanges] : []),
    ...(isElsewhere ? [`${device} ${deviceVersion} → ${id} ${version} after ${finishedCount} IRIs: the run went on there.`] : []),
  ];
}
