import { useSoftwareVulkan } from '../../../packages/runtime/src/testing/software-vulkan.ts';
import { describeWrittenOut } from './describe-written-out.ts';

useSoftwareVulkan();
await describeWrittenOut('onnxruntime-webgpu');
