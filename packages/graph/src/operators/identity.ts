import { unaryOperator } from './elementwise.ts';

/** x itself; removed on import. @see https://onnx.ai/onnx/operators/onnx__Identity.html */
export const Identity = unaryOperator((x) => x, { gradient: ({ dy }) => dy, traits: { moves: 'all', arithmetic: true } });
