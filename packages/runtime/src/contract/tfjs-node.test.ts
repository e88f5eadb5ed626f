import { expect, it, vi } from 'vitest';
import { describeDevice } from '../testing/device-contract.ts';
import { runsBeforeJoining } from '../tfjs/executable.ts';

const warn = vi.spyOn(process, 'emitWarning');

// So that what the kernels do as one graph is compared.
const isThere = await describeDevice('tfjs-node', { runs: runsBeforeJoining });

if (isThere) it('could make one graph of every plan', () => expect(warn.mock.calls).toEqual([]));
