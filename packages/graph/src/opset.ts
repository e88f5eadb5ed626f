/**
 * The operator set that every graph in memory is written in. Files of opset 9 to 21 are brought to it on import, so that
 * rules know one form of each operator.
 */
export const canonicalOpset = 21;

export const oldestReadableOpset = 9;
export const newestReadableOpset = 21;
