import { GraphBuilder } from '@lookalike/graph';
import { appendMsSsim, appendNlpd, msSsimExponents, nlpdScaleCount, PerceptionError } from '@lookalike/perception';
import type { ImageSize, PerceptualDistance } from '@lookalike/perception';
import type { Device } from '@lookalike/runtime';

/** How far the shown IRI is from the target and from its seed to the eye, as one measure has it; 0 for the same image. */
export interface PerceptualAudit {
  readonly measure: 'nlpd' | 'ms-ssim';
  readonly toTarget: number;
  readonly toSeed: number;
}

/** @param image and others: pixels [C, H, W] in [0, 1]. */
export type MeasurePerceptually = (images: { readonly image: Float32Array; readonly target: Float32Array; readonly seed: Float32Array }) => Promise<readonly PerceptualAudit[]>;

const measures: Readonly<Record<PerceptualAudit['measure'], { readonly append: PerceptualDistance; readonly scales: (size: ImageSize) => unknown }>> = {
  nlpd: { append: appendNlpd, scales: nlpdScaleCount },
  'ms-ssim': { append: appendMsSsim, scales: msSsimExponents },
};

/** Opens the measures that images of this size are large enough for, as one graph. */
export async function openPerceptualAudit(device: Device, imageShape: readonly [channels: number, height: number, width: number]): Promise<{ readonly measure: MeasurePerceptually; close(): Promise<void> }> {
  const [, heightPx, widthPx] = imageShape;
  const fitting = (Object.keys(measures) as PerceptualAudit['measure'][]).filter((name) => fits(name, { heightPx, widthPx }));
  if (fitting.length === 0) return { measure: () => Promise.resolve([]), close: () => Promise.resolve() };

  const b = new GraphBuilder({ name: 'perceptual-audit' });
  const type = { type: 'float32', shape: ['N', ...imageShape] } as const;
  const [image, other] = [b.input('image', type), b.input('other', type)];
  for (const name of fitting) {
    b.append('Identity', [measures[name].append(b, image, other)], {}, { outputs: [name] });
    b.output(name);
  }
  const executable = await device.open(b.build());
  const size = imageShape.reduce((product, side) => product * side, 1);
  const [images, others] = [new Float32Array(2 * size), new Float32Array(2 * size)];
  return {
    async measure({ image: shown, target, seed }) {
      images.set(shown);
      images.set(shown, size);
      others.set(target);
      others.set(seed, size);
      const shape = [2, ...imageShape];
      const results = await executable.run({ image: { type: 'float32', shape, data: images }, other: { type: 'float32', shape, data: others } });
      return fitting.map((measure) => {
        const [toTarget, toSeed] = results[measure]!.data as Float32Array;
        return { measure, toTarget: toTarget!, toSeed: toSeed! };
      });
    },
    close: () => executable.close(),
  };
}

function fits(name: PerceptualAudit['measure'], size: ImageSize): boolean {
  try {
    measures[name].scales(size);
    return true;
  } catch (error) {
    if (error instanceof PerceptionError && error.code === 'perception.image_too_small') return false;
    throw error;
  }
}
