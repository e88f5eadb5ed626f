/** Operators whose networks can be had in another form that is supported, and how. */
const advice: readonly { readonly operators: RegExp; readonly sentence: string }[] = [
  { operators: /^(com\.microsoft\.)?(QLinear\w+|QGemm|QAttention|QEmbed\w+|ConvInteger|MatMulInteger|MatMulIntegerToFloat|DynamicQuantize\w+)$/, sentence: 'It is quantised in a form that computes in whole numbers; quantise it statically in QDQ format (onnxruntime: quant_format=QuantFormat.QDQ), or use the network from before.' },
  { operators: /^com\.microsoft\.nchwc\./, sentence: 'ONNX Runtime has rewritten it for one kind of processor; save it at level ORT_ENABLE_EXTENDED, or use the network from before.' },
];

/** What to do about operators that are not supported, for those where more can be said than to export without them. */
export function operatorAdvice(operators: readonly string[]): string | undefined {
  return advice.find(({ operators: known }) => operators.some((operator) => known.test(operator)))?.sentence;
}
