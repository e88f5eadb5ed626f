import { describeDevice } from '../testing/device-contract.ts';
import { useSoftwareVulkan } from '../testing/software-vulkan.ts';

useSoftwareVulkan();
await describeDevice('onnxruntime-webgpu', { chains: 12 });
