/** The operator set that every graph in memory is written in. Readers bring files of others to it, so that rules know one form of each operator. */
export const canonicalOpset = 21;
