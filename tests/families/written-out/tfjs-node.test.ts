import { describeWrittenOut } from './describe-written-out.ts';

await describeWrittenOut('tfjs-node');
