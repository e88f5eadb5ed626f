import { parseArgs } from 'node:util';
import { compareSlopes, randomChain, tellSlopes } from '../../packages/graph/cases/index.ts';
import { openDevice } from '../../packages/runtime/src/index.ts';
import type { DeviceId } from '../../packages/runtime/src/index.ts';
import { runOn } from '../../packages/runtime/src/testing/run-on.ts';
import { useSoftwareVulkan } from '../../packages/runtime/src/testing/software-vulkan.ts';

/**
 * Compares the gradients of random chains of operators with the slopes of a device's own values. What disagrees is made smaller by leaving
 * operators out, printed, and makes this fail.
 *
 *     npm run fuzz:gradients                                         1,000 chains on onnxruntime-cpu
 *     npm run fuzz:gradients -- --device tfjs-wasm --count 200       fewer, on another device
 *     npm run fuzz:gradients -- --seed "gradients 5" --count 1       one again: a chain's seed is the word and its number
 */
const { values } = parseArgs({ options: { device: { type: 'string', default: 'onnxruntime-cpu' }, seed: { type: 'string', default: 'gradients 0' }, count: { type: 'string', default: '1000' } } });

useSoftwareVulkan();
const device = await openDevice(values.device as DeviceId);
const [, word, first] = /^(.*?) ?(\d+)$/.exec(values.seed) ?? [undefined, values.seed, '0'];
const tally = { agree: 0, 'cannot be told': 0, disagree: 0 };
for (let i = 0; i < Number(values.count); i++) {
  const seed = `${word} ${Number(first) + i}`;
  const fault = await faultOf(seed, []);
  tally[fault.kind] += 1;
  if (fault.kind === 'disagree') console.error(await smallest(seed, fault.message));
}
console.log(`${device.label}: ${Object.entries(tally).map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
process.exit(tally.disagree === 0 ? 0 : 1);

async function faultOf(seed: string, without: readonly number[]): Promise<{ readonly kind: keyof typeof tally; readonly message: string }> {
  const chain = randomChain(seed, { without });
  try {
    const comparison = await compareSlopes(chain, runOn(device));
    return { kind: !comparison.agrees ? 'disagree' : comparison.isConclusive ? 'agree' : 'cannot be told', message: `${chain.name}\n  ${tellSlopes(comparison)}` };
  } catch (error) {
    return { kind: 'disagree', message: `${chain.name}\n  ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The message of the case with as few operators as still disagree. */
async function smallest(seed: string, message: string): Promise<string> {
  let [without, found] = [[] as readonly number[], message];
  for (let link = 0; link < 4; link++) {
    const fewer = [...without, link];
    const fault = await faultOf(seed, fewer);
    if (fault.kind === 'disagree') [without, found] = [fewer, `${fault.message}\n  (${seed} without its operators ${fewer.join(', ')})`];
  }
  return found;
}
