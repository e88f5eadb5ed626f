import { preprocessingPresets } from '@lookalike/graph';
import { expect, it } from 'vitest';
import { askPreprocessing } from './ask-preprocessing.ts';

const presets = preprocessingPresets({ heightPx: 32, widthPx: 32 });

async function answered(...answers: string[]) {
  let screen = '';
  const chosen = await askPreprocessing({ path: 'net.onnx', because: 'The file has no hint.', presets }, {
    write: (text) => (screen += text),
    ask: async (question) => {
      screen += question;
      return answers.shift() ?? Promise.reject(new Error('asked too often'));
    },
  });
  return { id: chosen?.id, screen };
}

it('takes the number or the name of a common way, and says the option for the next time', async () => {
  for (const answer of ['2', ' imagenet ']) {
    const { id, screen } = await answered(answer);
    expect(id).toBe('imagenet');
    expect(screen).toContain('--preset imagenet');
    for (const preset of presets) expect(screen).toContain(preset.description);
  }
});

it('asks again until it understands, and takes nothing for granted', async () => {
  const { id, screen } = await answered('', '0', 'image net', '3');
  expect(id).toBe('cifar10');
  expect(screen.match(/Which is it\?/g)).toHaveLength(4);
});

it('can be none of them', async () => {
  expect((await answered('other')).id).toBeUndefined();
  expect((await answered(String(presets.length + 1))).id).toBeUndefined();
});
