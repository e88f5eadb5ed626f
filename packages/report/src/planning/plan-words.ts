import type { Achieved, VarianceComponents, Wanted } from '@lookalike/alignment';
import { assertNever } from '@lookalike/errors';

/** What a study is to achieve, as the end of "The study is planned so that …". */
export function wantedInWords(wanted: Wanted): string {
  switch (wanted.kind) {
    case 'width': return `the 95 % interval of a score of ${number(wanted.score)} is at most ${number(wanted.width)} wide on average`;
    case 'chance': return `the 95 % interval of a score of ${number(wanted.score)} excludes what guessing gives, ${number(wanted.chance)}, with a probability of ${percent(wanted.power)}`;
    case 'difference': return `the 95 % interval of the difference between a score of ${number(wanted.score)} and one of ${number(wanted.otherScore)} excludes 0 with a probability of ${percent(wanted.power)}`;
    case 'equivalence': return `two scores of ${number(wanted.score)} and ${number(wanted.otherScore)} are shown to differ by less than ${number(wanted.margin)}, by two one-sided tests at 5 %, with a probability of ${percent(wanted.power)}`;
    default: return assertNever(wanted);
  }
}

export function achievedInWords({ measure, value }: Achieved): string {
  return measure === 'width' ? `mean width ${value.toFixed(3)}` : `power ${percent(value)}`;
}

export function componentsInWords({ raterSd, targetSd, raterOwnShare, targetOwnShare }: VarianceComponents): string {
  return `on the log-odds, a standard deviation of ${number(raterSd)} between raters and of ${number(targetSd)} between targets, of which ${percent(raterOwnShare)} and ${percent(targetOwnShare)} of the variance are a condition's own`;
}

/** Three significant figures, without zeros at the end. */
export function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
