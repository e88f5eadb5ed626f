import { unnormalised, type ImageFormat, type Interpolation, type Preprocessing, type ResizeRule } from './preprocessing.ts';

/** A named convention. */
export interface PreprocessingPreset {
  readonly id: string;
  readonly label: string;
  /** Who uses it. */
  readonly description: string;
  readonly preprocessing: Preprocessing;
}

/** torchvision’s evaluation transforms scale to 256 and cut out 224. */
const imageNetCrop = 256 / 224;

/** The conventions that most networks follow, for a network that takes such images. The first leaves pixels as they are. */
export function preprocessingPresets(format: ImageFormat): readonly PreprocessingPreset[] {
  const { heightPx, widthPx, channels = 3 } = format;
  const longer = Math.max(heightPx, widthPx);
  const cropped = (share: number, interpolation: Interpolation): ResizeRule => ({ kind: 'shorter-side', shorterSidePx: Math.round(longer * share), interpolation });
  const plain: Preprocessing = { heightPx, widthPx, channelOrder: channels === 1 ? 'grey' : 'RGB', range: '[0,1]', ...unnormalised(channels), resize: { kind: 'crop-to-aspect', interpolation: 'lanczos3' } };
  const inside: PreprocessingPreset = { id: 'inside-the-file', label: 'Inside the file', description: 'The file takes pixels in [0, 1] and normalises them itself, or not at all.', preprocessing: plain };
  if (channels === 1) {
    return [
      inside,
      { id: 'mnist', label: 'MNIST', description: 'Mean and deviation of MNIST’s training images, as in PyTorch’s example.', preprocessing: { ...plain, mean: [0.1307], standardDeviation: [0.3081] } },
      { id: 'fashion-mnist', label: 'Fashion-MNIST', description: 'Mean and deviation of Fashion-MNIST’s training images.', preprocessing: { ...plain, mean: [0.286], standardDeviation: [0.353] } },
      { id: 'minus-one-to-one', label: '−1 to 1', description: 'Pixels in [−1, 1]: mean and deviation of 0.5.', preprocessing: { ...plain, range: '[-1,1]' } },
      { id: 'torchxrayvision', label: 'TorchXRayVision', description: 'Pixels in [−1024, 1024]: the chest X-ray networks of TorchXRayVision.', preprocessing: { ...plain, range: '[-1,1]', standardDeviation: [1 / 1024] } },
      { id: 'bytes', label: 'Bytes', description: 'Grey in [0, 255], rescaled inside the file.', preprocessing: { ...plain, range: '[0,255]' } },
    ];
  }
  return [
    inside,
    {
      id: 'imagenet', label: 'ImageNet', description: 'torchvision and most networks trained on ImageNet in PyTorch.',
      preprocessing: { ...plain, mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225], resize: cropped(imageNetCrop, 'bilinear') },
    },
    { id: 'cifar10', label: 'CIFAR-10', description: 'Mean and deviation of CIFAR-10’s training images.', preprocessing: { ...plain, mean: [0.4914, 0.4822, 0.4465], standardDeviation: [0.247, 0.2435, 0.2616] } },
    {
      id: 'clip', label: 'CLIP', description: 'OpenAI’s CLIP and most networks after it.',
      preprocessing: { ...plain, mean: [0.48145466, 0.4578275, 0.40821073], standardDeviation: [0.26862954, 0.26130258, 0.27577711], resize: cropped(1, 'bicubic') },
    },
    { id: 'inception', label: 'Inception', description: 'Pixels in [−1, 1]: Inception, MobileNet, ViT and others from TensorFlow.', preprocessing: { ...plain, range: '[-1,1]', resize: cropped(1 / 0.875, 'bicubic') } },
    {
      id: 'caffe', label: 'Caffe', description: 'BGR in [0, 255] less the mean: VGG and ResNet of Caffe and Keras.',
      preprocessing: { ...plain, channelOrder: 'BGR', range: '[0,255]', mean: [103.939, 116.779, 123.68], resize: cropped(imageNetCrop, 'bilinear') },
    },
    { id: 'bytes', label: 'Bytes', description: 'RGB in [0, 255], rescaled inside the file: EfficientNet and ConvNeXt of Keras.', preprocessing: { ...plain, range: '[0,255]' } },
  ];
}

/** What Lookalike did before it asked: pixels in [0, 1], as they are. */
export function plainPreprocessing(format: ImageFormat): Preprocessing {
  return preprocessingPresets(format)[0]!.preprocessing;
}
