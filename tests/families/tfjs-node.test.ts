import { describeFamilies } from './describe-families.ts';

// From the eighth run on a graph is one call.
await describeFamilies('tfjs-node', { runs: 8 });
