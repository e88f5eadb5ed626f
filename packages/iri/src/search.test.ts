import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBytes } from './eight-bit.ts';
import { createOptimiser } from './optimisers/index.ts';
import { search } from './search.ts';
import type { SearchItem, SearchOptions, SearchOutcome } from './search.ts';
import type { StepCall, StepFunction } from './step-batch.ts';

const size = 3;

/** An image's "network" here: d is the distance of its pixels to its target representation, relative to its length. */
const pixelDistance: StepFunction = async ({ count, images, targetRepresentations }) => {
  const distances = new Float32Array(count);
  const gradients = new Float32Array(count * size);
  for (let n = 0; n < count; n++) {
    const difference = Array.from({ length: size }, (_, i) => images[n * size + i]! - targetRepresentations[n * size + i]!);
    const length = Math.hypot(...targetRepresentations.subarray(n * size, (n + 1) * size));
    distances[n] = Math.hypot(...difference) / length;
    difference.forEach((value, i) => { gradients[n * size + i] = value / (Math.hypot(...difference) || 1) / length; });
  }
  return { distances, objectives: distances.slice(), gradients };
};

/** The target of an item is its number written as colours, so a step function can tell which item it sees. */
const target = (k: number): Float32Array => Float32Array.of(0.1 + 0.01 * k, 0.5, 0.9);
const items = (count: number): SearchItem[] => Array.from({ length: count }, (_, k) => ({ id: `item ${k}`, seed: new Uint8Array(size), targetRepresentation: target(k) }));
const itemOf = (call: StepCall, n: number): number => Math.round((call.targetRepresentations[n * size]! - 0.1) * 100);

const base = {
  step: pixelDistance,
  optimiser: createOptimiser({ kind: 'adam', learningRate: 0.05 }, { maximumSteps: 60, leastIsZero: true }),
  maximumSteps: 60,
  targetDistance: 0.02,
  batchSize: 4,
  phaseEnds: [Infinity],
  now: () => 0,
} satisfies Omit<SearchOptions, 'items'>;

/** Results of one image whose objective is d. */
const same = (d: number) => ({ distances: Float32Array.of(d), objectives: Float32Array.of(d) });

async function collect(options: SearchOptions): Promise<SearchOutcome[]> {
  const outcomes: SearchOutcome[] = [];
  for await (const outcome of search(options)) outcomes.push(outcome);
  return outcomes;
}

/** A step function that finishes item k after `needed[k]` steps, and remembers the calls. */
function scripted(needed: readonly number[]) {
  const calls: number[][] = [];
  const steps = new Map<number, number>();
  const step: StepFunction = async (call) => {
    const members = Array.from({ length: call.count }, (_, n) => itemOf(call, n));
    calls.push(members);
    const distances = Float32Array.from(members, (k) => {
      const made = steps.get(k) ?? 0;
      steps.set(k, made + 1);
      return made >= needed[k]! ? 0 : 1;
    });
    return { distances, objectives: distances, gradients: new Float32Array(call.count * size).fill(1) };
  };
  return { calls, step };
}

describe('search', () => {
  it('finds an 8-bit image of small d for every item', async () => {
    const outcomes = await collect({ ...base, items: items(10) });
    expect(outcomes).toHaveLength(10);
    for (const outcome of outcomes) {
      if (outcome.kind !== 'found') throw new Error('expected an image');
      expect(outcome.distance).toBeLessThanOrEqual(0.02);
      const k = Number(outcome.id.slice(5));
      const difference = Math.hypot(...target(k).map((value, i) => value - outcome.image[i]! / 255));
      expect(outcome.distance).toBeCloseTo(difference / Math.hypot(...target(k)), 5);
      expect(outcome.image).toEqual(toBytes(outcome.unroundedImage));
    }
  });

  it('finishes every item exactly once, keeps no place idle while any waits, and asks for no item after it is finished', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 25 }), fc.integer({ min: 1, max: 7 }), async (needed, batchSize) => {
      const { calls, step } = scripted(needed);
      const outcomes = await collect({ ...base, items: items(needed.length), batchSize, step });
      expect(outcomes.map(({ id }) => id).sort()).toEqual(items(needed.length).map(({ id }) => id).sort());
      outcomes.forEach((outcome) => expect(outcome.stepCount).toBe(needed[Number(outcome.id.slice(5))]));

      const left = needed.map((steps) => steps + 1);
      for (const members of calls) {
        const unfinished = left.filter((steps) => steps > 0).length;
        expect(members.length).toBe(Math.min(batchSize, unfinished));
        expect(new Set(members).size).toBe(members.length);
        for (const k of members) left[k]! -= 1;
      }
      expect(left.every((steps) => steps === 0)).toBe(true);
    }), { numRuns: 60 });
  });

  it('gives an item the same image whatever the batch', async () => {
    const byId = (outcomes: readonly SearchOutcome[]) => new Map(outcomes.map((outcome) => [outcome.id, outcome.kind === 'found' && [...outcome.image]]));
    const one = byId(await collect({ ...base, items: items(7), batchSize: 1 }));
    expect(byId(await collect({ ...base, items: items(7), batchSize: 3 }))).toEqual(one);
    expect(byId(await collect({ ...base, items: items(7).reverse(), batchSize: 7 }))).toEqual(one);
  });

  it('finishes an item at a d of its own, if it has one', async () => {
    const [strict, lax] = items(2);
    const outcomes = await collect({ ...base, items: [strict!, { ...lax!, targetDistance: 0.5 }] });
    expect(outcomes.map(({ id }) => id)).toEqual(['item 1', 'item 0']);
    expect(outcomes[0]).toHaveProperty('distance', expect.closeTo(0.5, 0));
    expect(outcomes[0]!.stepCount).toBeLessThan(outcomes[1]!.stepCount);
  });

  it('stops at the step limit and keeps the best image seen, not the last', async () => {
    const distances = [0.9, 0.4, 0.6, 0.5];
    let call = 0;
    const step: StepFunction = async () => ({ ...same(distances[call++]!), gradients: new Float32Array(size).fill(-1) });
    const [outcome] = await collect({ ...base, items: items(1), maximumSteps: 3, step });
    expect(outcome).toMatchObject({ kind: 'found', stepCount: 3, bestStep: 1 });
    expect(outcome).toHaveProperty('distance', Math.fround(0.4));
  });

  it('says why each image ended: d by itself, d against the null distribution, no gain any more, or its last step', async () => {
    const constant = (distances: readonly number[]): StepFunction => async ({ count, members }) => {
      const values = Float32Array.from(members, ({ stepCount }) => distances[Math.min(stepCount, distances.length - 1)]!);
      return { distances: values, objectives: values, gradients: new Float32Array(count * size).fill(1) };
    };
    const ends = async (distances: readonly number[], rules: Partial<SearchOptions>) => {
      const [outcome] = await collect({ ...base, items: items(1), step: constant(distances), ...rules });
      return outcome?.kind === 'found' ? [outcome.stoppedBy, outcome.stepCount, outcome.bestStep] : [];
    };
    const stall = { steps: 4, share: 0.1 };
    const falling = [0.9, 0.5, 0.3, 0.29, 0.28, 0.01];
    expect(await ends(falling, { stall })).toEqual(['distance', 5, 5]);
    expect(await ends(falling, { stall, nullDistance: 0.3001 })).toEqual(['null-percentile', 2, 2]);
    expect(await ends(falling, { stall, nullDistance: 0.3001, targetDistance: 0.3001 })).toEqual(['distance', 2, 2]);
    expect(await ends(falling.slice(0, 5), { stall })).toEqual(['stall', 6, 4]);
    expect(await ends(falling.slice(0, 5), { stall, maximumSteps: 6 })).toEqual(['steps', 6, 4]);
    expect(await ends(falling.slice(0, 5), {})).toEqual(['steps', 60, 4]);
  });

  describe('with restarts', () => {
    /** The first value of a seed says which attempt it is for; every image of that attempt has the d of `distances`. */
    const byAttempt = (distances: readonly number[]): StepFunction => async ({ count, members }) => {
      const values = Float32Array.from(members, ({ seed }) => distances[seed[0]!]!);
      return { distances: values, objectives: values, gradients: new Float32Array(count * size).fill(1) };
    };
    const restarts = { count: 2, acceptedDistance: 0.1, seedOf: (_: string, attempt: number) => new Uint8Array(size).fill(attempt - 1) };
    const stalling = { ...base, stall: { steps: 3, share: 0.01 }, restarts };

    it('begins an image that stalls again, and hands over the attempt of least d with its seed and what came of all', async () => {
      const [outcome] = await collect({ ...stalling, items: items(1), step: byAttempt([0.5, 0.25, 0.375]) });
      expect(outcome).toMatchObject({
        kind: 'found', distance: 0.25, winningAttempt: 2, stepCount: 9, bestStep: 0, stoppedBy: 'stall', seed: new Uint8Array(size).fill(1), image: new Uint8Array(size).fill(1),
        attempts: [0.5, 0.25, 0.375].map((distance) => ({ stepCount: 3, stoppedBy: 'stall', distance })),
      });
    });

    it('begins again after the last step too, and no more once an attempt is accepted', async () => {
      const { stall: _, ...withoutStall } = stalling;
      const [outcome] = await collect({ ...withoutStall, maximumSteps: 4, items: items(1), step: byAttempt([0.5, 0.0625, 0]) });
      expect(outcome).toMatchObject({ winningAttempt: 2, attempts: [{ stoppedBy: 'steps', stepCount: 4 }, { stoppedBy: 'steps', stepCount: 4 }] });
    });

    it('does not begin an image again that has reached its own d', async () => {
      const [outcome] = await collect({ ...stalling, items: items(1).map((item) => ({ ...item, targetDistance: 0.6 })), step: byAttempt([0.5, 0]) });
      expect(outcome).toMatchObject({ winningAttempt: 1, stoppedBy: 'distance', attempts: [{ distance: 0.5 }] });
    });

    it('keeps what an earlier attempt found when a later one has no number', async () => {
      const [outcome] = await collect({ ...stalling, items: items(1), step: byAttempt([0.5, Number.NaN]) });
      expect(outcome).toMatchObject({ kind: 'found', distance: 0.5, winningAttempt: 1, stoppedBy: 'stall', attempts: [{ stoppedBy: 'stall' }, { stoppedBy: 'not-finite', stepCount: 0 }] });
    });

    it('gives an item the same image whatever the batch, keeps its place in it, and always tells a d', async () => {
      const options = { ...stalling, items: items(5), stall: { steps: 2, share: 0.6 }, maximumSteps: 30, targetDistance: 0.01, restarts: { ...restarts, acceptedDistance: 0.01, seedOf: (id: string, attempt: number) => new Uint8Array(size).fill(40 * attempt + Number(id.slice(5))) } };
      const byId = (outcomes: readonly SearchOutcome[]) => new Map(outcomes.map((outcome) => [outcome.id, outcome.kind === 'found' && [outcome.image, outcome.winningAttempt, outcome.attempts]]));
      const one = await collect({ ...options, batchSize: 1 });
      expect(one.some((outcome) => outcome.kind === 'found' && outcome.attempts.length > 1)).toBe(true);
      let calls = 0;
      const counted: StepFunction = async (call) => {
        calls += 1;
        return pixelDistance(call);
      };
      const all = await collect({ ...options, batchSize: 5, step: counted, onStep: ({ active }) => active.forEach(({ distance }) => expect(distance).toBeGreaterThan(0)) });
      expect(byId(all)).toEqual(byId(one));
      // One look at each seed, and one after each step: no call was made in vain.
      const looksOf = (outcome: SearchOutcome) => (outcome.kind === 'found' ? outcome.attempts.reduce((sum, { stepCount }) => sum + stepCount + 1, 0) : 0);
      expect(calls).toBe(Math.max(...all.map(looksOf)));
    });
  });

  it('keeps the image of least objective, which need not be that of least d', async () => {
    const [distances, objectives] = [[0.9, 0.4, 0.6], [0.9, 0.8, 0.1]];
    let call = 0;
    const step: StepFunction = async () => ({ distances: Float32Array.of(distances[call]!), objectives: Float32Array.of(objectives[call++]!), gradients: new Float32Array(size).fill(-1) });
    const [outcome] = await collect({ ...base, items: items(1), maximumSteps: 2, step });
    expect(outcome).toMatchObject({ kind: 'found', bestStep: 2, distance: Math.fround(0.6), objective: Math.fround(0.1) });
  });

  it('tells the step function whose image it is and how many steps it has made', async () => {
    const seen: string[] = [];
    const step: StepFunction = async (call) => {
      seen.push(...call.members.map(({ id, stepCount }) => `${id} after ${stepCount}`));
      return pixelDistance(call);
    };
    await collect({ ...base, items: items(1), maximumSteps: 2, targetDistance: 0, step });
    expect(seen).toEqual(['item 0 after 0', 'item 0 after 1', 'item 0 after 2']);
  });

  it('keeps the seed when no step makes it better', async () => {
    const step: StepFunction = async ({ images }) => ({ ...same(0.5 + images[0]!), gradients: new Float32Array(size).fill(-1) });
    const [outcome] = await collect({ ...base, items: items(1), maximumSteps: 5, step });
    expect(outcome).toMatchObject({ kind: 'found', bestStep: 0, image: new Uint8Array(size) });
  });

  it('only asks about images that a file can hold', async () => {
    const step: StepFunction = async (call) => {
      expect([...call.images].every((pixel) => pixel === Math.fround(Math.round(pixel * 255) / 255))).toBe(true);
      return pixelDistance(call);
    };
    await collect({ ...base, items: items(3), step });
  });

  it('stops one image at a d that is not a number, with the step and the last finite d, and goes on with the others', async () => {
    let seen = 0;
    const step: StepFunction = async (call) => {
      const result = await pixelDistance(call);
      for (let n = 0; n < call.count; n++) if (itemOf(call, n) === 1 && ++seen === 4) result.distances[n] = Number.NaN;
      return result;
    };
    const outcomes = await collect({ ...base, items: items(3), step });
    const stopped = outcomes.find(({ id }) => id === 'item 1');
    expect(stopped).toMatchObject({ kind: 'not-finite', stepCount: 3, lastFiniteDistance: expect.closeTo(0.8, 0) });
    expect(outcomes.filter(({ kind }) => kind === 'found')).toHaveLength(2);
  });

  it('stops an image whose gradient is not a number', async () => {
    const step: StepFunction = async () => ({ ...same(0.7), gradients: Float32Array.of(0, Number.NaN, 0) });
    expect(await collect({ ...base, items: items(1), step })).toMatchObject([{ kind: 'not-finite', id: 'item 0', stepCount: 0, lastFiniteDistance: Math.fround(0.7), durationMs: 0, seed: items(1)[0]!.seed }]);
  });

  it('asks for the gradient of the phase that each image’s own steps are in', async () => {
    const early = new Map<number, number>();
    const late = new Map<number, number>();
    const { step } = scripted([5, 2, 7, 4]);
    const counting: StepFunction = async (call) => {
      for (let n = 0; n < call.count; n++) {
        const counts = call.phase === 0 ? early : late;
        counts.set(itemOf(call, n), (counts.get(itemOf(call, n)) ?? 0) + 1);
      }
      return step(call);
    };
    await collect({ ...base, items: items(4), batchSize: 2, phaseEnds: [3, Infinity], step: counting });
    expect([0, 1, 2, 3].map((k) => early.get(k) ?? 0)).toEqual([3, 3, 3, 3]);
    expect([0, 1, 2, 3].map((k) => late.get(k) ?? 0)).toEqual([3, 0, 5, 2]);
  });

  it('stops when it is aborted, and what is finished has been handed over', async () => {
    const controller = new AbortController();
    const found: string[] = [];
    const running = (async () => {
      for await (const { id } of search({ ...base, items: items(6), batchSize: 1, signal: controller.signal })) {
        found.push(id);
        if (found.length === 2) controller.abort(new Error('stopped by the experimenter'));
      }
    })();
    await expect(running).rejects.toThrow('stopped by the experimenter');
    expect(found).toEqual(['item 0', 'item 1']);
  });

  it('passes a failure of the device on', async () => {
    await expect(collect({ ...base, items: items(2), step: async () => Promise.reject(new Error('the device is gone')) })).rejects.toThrow('the device is gone');
  });

  it('reports what is finished, waiting and in work after every step', async () => {
    const { step } = scripted([1, 3, 0]);
    const reports: string[] = [];
    await collect({ ...base, items: items(3), batchSize: 2, step, onStep: ({ finished, waiting, active, stepsMade }) => reports.push(`${finished} ${waiting} ${active.map(({ stepCount }) => stepCount)} ${stepsMade}`) });
    expect(reports).toEqual(['0 1 1,1 2', '1 1 2 4', '2 0 3 6', '3 0  7']);
  });
});
