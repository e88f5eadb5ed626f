/** The versions of ONNX's default operator set that files may be written in. */
export const oldestReadableOpset = 9;
export const newestReadableOpset = 25;
