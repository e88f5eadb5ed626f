import { describeDevice } from '../testing/device-contract.ts';

await describeDevice('onnxruntime-cpu', { chains: 150 });
