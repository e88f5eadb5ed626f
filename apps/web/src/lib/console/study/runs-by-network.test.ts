import { expect, it } from 'vitest';
import type { RunView } from '../../api/views.ts';
import { runsByNetwork } from './runs-by-network.ts';

const run = (network: string, createdAt: string, layer = 'fc'): RunView =>
  ({ id: `${network} ${createdAt}`, network: { id: network, name: network }, imageSet: { id: 'k', name: 'Kodak' }, layer, createdAt, configuration: { objective: { kind: 'regularizer-free' }, seedImage: { kind: 'super-noise' } } }) as RunView; // No more of it is read.
const runs = [run('VGG', '2026-01-01'), run('ResNet', '2026-01-02'), run('VGG', '2026-01-03', 'conv5')];
const named = (search?: string) => runsByNetwork(runs, search).map(({ network, runs: of }) => [network.name, ...of.map(({ createdAt }) => createdAt)]);

it('runs stand under their network, newest first', () => {
  expect(named()).toEqual([['ResNet', '2026-01-02'], ['VGG', '2026-01-03', '2026-01-01']]);
});

it('every word that is looked for is somewhere in the run', () => {
  expect(named('vgg kodak')).toEqual([['VGG', '2026-01-03', '2026-01-01']]);
  expect(named('CONV5')).toEqual([['VGG', '2026-01-03']]);
  expect(named('vgg pixels')).toEqual([]);
});
