import { expect, it } from 'vitest';
import type { Reply } from '../../api/client.ts';
import { noAnswer } from '../../api/fault.ts';
import { askUntilThere, type Progress } from './ask-until-there.ts';

type Result = { readonly scores: number };
const computing = (progress: number): Reply<Progress> => ({ ok: true, value: { state: 'computing', progress } });

function asking(replies: Reply<Result | Progress>[], isOver = () => false) {
  const told: (number | undefined)[] = [];
  let waits = 0;
  return { told, waits: () => waits, ask: async () => replies.shift()!, isOver, wait: async () => void waits++, asked: replies };
}

it('asks until the result is there and tells how far it is meanwhile', async () => {
  const done: Reply<Result> = { ok: true, value: { scores: 3 } };
  const { told, waits, ...rest } = asking([computing(0), computing(0.5), done]);
  expect(await askUntilThere({ ...rest, told: (progress) => told.push(progress?.progress) })).toBe(done);
  expect(told).toEqual([0, 0.5, undefined]);
  expect(waits()).toBe(2);
});

it('a fault ends it', async () => {
  const { told, ...rest } = asking([computing(0), { ok: false, fault: noAnswer }, computing(1)]);
  expect(await askUntilThere({ ...rest, told: (progress) => told.push(progress?.progress) })).toEqual({ ok: false, fault: noAnswer });
  expect(rest.asked).toHaveLength(1);
});

it('whoever asks for something else gets no answer to the earlier question', async () => {
  let isOver = false;
  const { told, ...rest } = asking([computing(0.9), computing(1)], () => isOver);
  const answer = askUntilThere({ ...rest, told: (progress) => { told.push(progress?.progress); isOver = true; } });
  expect(await answer).toBeUndefined();
  expect(told).toEqual([0.9]);
});
