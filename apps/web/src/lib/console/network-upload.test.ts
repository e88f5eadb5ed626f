import { expect, it } from 'vitest';
import { presetChoices } from './network-upload.ts';

const preset = (id: string, label: string) => ({ id, label, description: `as ${label}` });

it('offers the ways of colour images, then those that only grey ones have', () => {
  expect(presetChoices([preset('plain', 'Plain'), preset('imagenet', 'ImageNet')], [preset('plain', 'Plain'), preset('mnist', 'MNIST')])).toEqual([
    { value: 'plain', label: 'Plain: as Plain' },
    { value: 'imagenet', label: 'ImageNet: as ImageNet' },
    { value: 'mnist', label: 'Grey, MNIST: as MNIST' },
  ]);
});
