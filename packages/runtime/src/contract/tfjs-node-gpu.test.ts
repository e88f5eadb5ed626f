import { describeDevice } from '../testing/device-contract.ts';

await describeDevice('tfjs-node-gpu');
