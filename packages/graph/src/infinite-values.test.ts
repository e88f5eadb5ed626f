import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './builder.ts';
import { infiniteValues } from './infinite-values.ts';

const image = { type: 'float32', shape: ['N', 2, 6, 6] } as const;
const around = (pads: number): number[] => [0, 0, pads, pads, 0, 0, pads, pads];

/** Which of the values that are made are found. */
function found(make: (b: GraphBuilder, x: string) => Readonly<Record<string, string>>): readonly string[] {
  const b = new GraphBuilder();
  const made = make(b, b.input('x', image));
  for (const value of Object.values(made)) b.output(value);
  const names = infiniteValues(b.build());
  return Object.entries(made).filter(([, value]) => names.has(value)).map(([what]) => what);
}

describe('infiniteValues', () => {
  it('finds what comes from an infinite constant, and nothing else', () => {
    expect(found((b, x) => {
      const padded = b.pad(x, around(1), { value: -Infinity });
      return { padded, moved: b.transpose(padded, [0, 2, 3, 1]), plain: b.relu(x), zeros: b.pad(x, around(1)) };
    })).toEqual(['padded', 'moved']);
  });

  it('ends at a comparison and between two bounds', () => {
    expect(found((b, x) => {
      const padded = b.pad(x, around(1), { value: Infinity });
      return { mask: b.cast(b.greater(padded, 0), 'float32'), bounded: b.clip(padded, -1, 1), below: b.clip(padded, -1, Infinity) };
    })).toEqual(['below']);
  });

  it('ends at a MaxPool whose windows all reach beyond the pads before it', () => {
    expect(found((b, x) => {
      const [narrow, wide] = [1, 2].map((pads) => b.pad(x, around(pads), { value: -Infinity }));
      return {
        'a cell within': b.maxPool(narrow!, { kernel: [2, 2], strides: [2, 2] }),
        'only pads': b.maxPool(wide!, { kernel: [2, 2], strides: [2, 2] }),
        'with pads of its own': b.maxPool(narrow!, { kernel: [2, 2], pads: [1, 1, 1, 1] }),
        'in ceil mode': b.maxPool(narrow!, { kernel: [2, 2], strides: [2, 2], ceilMode: true }),
      };
    })).toEqual(['only pads', 'with pads of its own', 'in ceil mode']);
  });
});
