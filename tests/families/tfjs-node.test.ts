import { describeFamilies } from './describe-families.ts';

await describeFamilies('tfjs-node');
