import { describeWrittenOut } from './describe-written-out.ts';

await describeWrittenOut('onnxruntime-cpu');
