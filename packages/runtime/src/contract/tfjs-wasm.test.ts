import { describeDevice } from '../testing/device-contract.ts';

await describeDevice('tfjs-wasm', ['Sin', 'Cos', 'Round', 'Mod', 'GatherElements', 'GatherND', 'ScatterElements', 'ScatterND']);
