import { describeFamilies } from './describe-families.ts';

await describeFamilies('onnxruntime-cpu');
