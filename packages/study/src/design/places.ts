/**
 * Places that give every stimulus at least this many answers: each finished session shows `perCondition` of the `targetCount` targets for every
 * condition, and sessions take turns. Exclusions come on top.
 * @param answersPerStimulus wanted from each stimulus, from 1
 */
export function placesFor({ answersPerStimulus, targetCount, perCondition }: { readonly answersPerStimulus: number; readonly targetCount: number; readonly perCondition: number }): number {
  return Math.ceil((answersPerStimulus * targetCount) / perCondition);
}

/**
 * What is short of the wanted answers, and how many more places make up for it if as many of the new sessions count as of those before.
 * @param counts answers that count, by stimulus; every stimulus of the study
 * @param includedShare share of finished sessions that count, in (0, 1]; 1 where none is finished
 */
export function shortfallOf({ counts, answersPerStimulus, targetCount, perCondition, includedShare }: {
  readonly counts: readonly number[]; readonly answersPerStimulus: number; readonly targetCount: number; readonly perCondition: number; readonly includedShare: number;
}): { readonly shortStimuli: number; readonly missingAnswers: number; readonly placesToAdd: number } {
  const short = counts.map((count) => Math.max(0, answersPerStimulus - count));
  const most = Math.max(0, ...short);
  return {
    shortStimuli: short.filter((missing) => missing > 0).length,
    missingAnswers: short.reduce((sum, missing) => sum + missing, 0),
    placesToAdd: most === 0 ? 0 : Math.ceil(placesFor({ answersPerStimulus: most, targetCount, perCondition }) / includedShare),
  };
}
