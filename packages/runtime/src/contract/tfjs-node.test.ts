import { expect, it, vi } from 'vitest';
import { describeDevice } from '../testing/device-contract.ts';

const warn = vi.spyOn(process, 'emitWarning');

const isThere = await describeDevice('tfjs-node');

if (isThere) it('could make one graph of every plan', () => expect(warn.mock.calls).toEqual([]));
