import { plainPreprocessing, preprocessingPresets } from '@lookalike/preprocessing';
import { expect, it } from 'vitest';
import { askPreprocessing } from './ask-preprocessing.ts';

const presets = preprocessingPresets({ heightPx: 32, widthPx: 32 });

const presetOf = (name: string) => presets.find(({ id }) => id === name)!.preprocessing;

async function answered(...answers: string[]) {
  let screen = '';
  const chosen = await askPreprocessing({ path: 'net.onnx', because: 'The file has no hint.', presets, start: plainPreprocessing({ heightPx: 32, widthPx: 32 }) }, {
    write: (text) => (screen += text),
    ask: async (question) => {
      screen += question;
      return answers.shift() ?? Promise.reject(new Error('asked too often'));
    },
  });
  return { chosen, screen };
}

it('takes the number or the name of a common way, and says the option for the next time', async () => {
  for (const answer of ['2', ' imagenet ']) {
    const { chosen, screen } = await answered(answer);
    expect(chosen).toEqual(presetOf('imagenet'));
    expect(screen).toContain('--preset imagenet');
    for (const preset of presets) expect(screen).toContain(preset.description);
  }
});

it('asks again until it understands, and takes nothing for granted', async () => {
  const { chosen, screen } = await answered('', '0', 'image net', '3');
  expect(chosen).toEqual(presetOf('cifar10'));
  expect(screen.match(/Which is it\?/g)).toHaveLength(4);
});

it('asks for each part where it is none of them, each until it can be read, and says the options for the next time', async () => {
  for (const other of ['other', String(presets.length + 1)]) {
    const { chosen, screen } = await answered(other, 'bytes', '0..255', 'bgr', 'BGR', '103.9 116.8 123.7', '1,1', '1,1,1', 'big', 'stretch:bicubic');
    expect(chosen).toEqual({ heightPx: 32, widthPx: 32, range: '[0,255]', channelOrder: 'BGR', mean: [103.9, 116.8, 123.7], standardDeviation: [1, 1, 1], resize: { kind: 'stretch', interpolation: 'bicubic' } });
    expect(screen).toContain('--range 0..255 --channel-order BGR --mean "103.9 116.8 123.7" --std 1,1,1 --resize stretch:bicubic says so next time.');
    expect(screen.match(/Expected/g)).toHaveLength(4);
  }
});

it('asks for the parts again where together they cannot be', async () => {
  const { chosen, screen } = await answered('other', '0..1', 'RGB', '0,0,0', '0,1,1', 'stretch', '0..1', 'RGB', '0,0,0', '1,1,1', '16', '0..1', 'RGB', '0,0,0', '1,1,1', '40');
  expect(chosen.resize).toEqual({ kind: 'shorter-side', shorterSidePx: 40, interpolation: 'bilinear' });
  expect(screen.match(/cannot be used/g)).toHaveLength(2);
});
