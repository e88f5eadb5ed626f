import { describe, expect, it } from 'vitest';
import { factorDesign } from './factor-design.ts';

const crossed = ['resnet', 'vgg'].flatMap((architecture) => ['a', 'b', 'c'].map((loss) => ({ factors: { architecture, loss } })));
const times = (weights: readonly number[], scores: readonly number[]): number => weights.reduce((sum, weight, index) => sum + weight * scores[index]!, 0);

describe('factorDesign', () => {
  it('weighs the conditions of a level alike in a balanced design, and no others', () => {
    const { meanOf } = factorDesign(crossed);
    meanOf('loss', 'b').forEach((weight, index) => expect(weight).toBeCloseTo(crossed[index]!.factors.loss === 'b' ? 0.5 : 0, 12));
    meanOf('architecture', 'vgg').forEach((weight, index) => expect(weight).toBeCloseTo(crossed[index]!.factors.architecture === 'vgg' ? 1 / 3 : 0, 12));
  });

  it('finds what was added up where conditions are missing', () => {
    const effects: Readonly<Record<string, number>> = { resnet: 0.2, vgg: 0, a: 0.1, b: 0.3, c: 0 };
    const kept = crossed.filter((_, index) => index !== 1 && index !== 5);
    const scores = kept.map(({ factors: { architecture, loss } }) => 0.3 + effects[architecture]! + effects[loss]!);
    const { meanOf } = factorDesign(kept);
    expect(times(meanOf('architecture', 'resnet'), scores)).toBeCloseTo(0.3 + 0.2 + 0.4 / 3, 12);
    expect(times(meanOf('loss', 'b'), scores) - times(meanOf('loss', 'c'), scores)).toBeCloseTo(0.3, 12);
    expect(meanOf('loss', 'b').reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('has the difference of differences of each two levels against the first ones', () => {
    const scores = [0.1, 0.2, 0.3, 0.1, 0.6, 0.4];
    const [{ contrastOf, meanOf }] = factorDesign(crossed).interactions as [ReturnType<typeof factorDesign>['interactions'][number]];
    expect(times(contrastOf(['vgg', 'b']), scores)).toBeCloseTo(0.6 - 0.1 - (0.2 - 0.1), 12);
    expect(times(meanOf(['vgg', 'b']), scores)).toBeCloseTo(0.6, 12);
  });
});
