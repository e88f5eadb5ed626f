import { useSoftwareVulkan } from '../../packages/runtime/src/testing/software-vulkan.ts';
import { describeFamilies } from './describe-families.ts';

useSoftwareVulkan();
// All were run there once, and agree; these take least, and Inception is the one that found a fault.
await describeFamilies('onnxruntime-webgpu', { onSoftwareDriver: ['clip-vit', 'convnext', 'dino', 'inception-v3', 'mobilenet-v2', 'shufflenet-v2', 'swin'] });
