import { AlignmentError } from '../alignment-error.ts';

/** What a Bayesian analysis of the same answers needs to know. */
export interface BrmsRequest {
  /** The table of answers, a CSV file with a header. */
  readonly file: string;
  /** Column of outcomes, 0 or 1. */
  readonly outcome: string;
  /** Columns of fixed effects; an interaction joins their names by ":". */
  readonly fixed: readonly string[];
  /** Columns of random intercepts; a term such as rater:condition likewise. */
  readonly random: readonly string[];
  /** An integer of R. */
  readonly seed: number;
}

/**
 * An R script that fits the model of `fitMixedModel` with brms: the same formula, every column a factor, and weak priors, which take the
 * place of the one that a model without a finite estimate gets here.
 * @throws alignment.bad_column for a column that R and Stan cannot name.
 * @see Bürkner 2017, "brms: An R Package for Bayesian Multilevel Models Using Stan", Journal of Statistical Software 80(1)
 */
export function brmsScript({ file, outcome, fixed, random, seed }: BrmsRequest): string {
  const columnsOf = (terms: readonly string[]): string[] => [...new Set(terms.flatMap((term) => term.split(':')))];
  const [ofFixed, ofRandom] = [columnsOf(fixed), columnsOf(random)];
  const bad = [outcome, ...ofFixed, ...ofRandom].find((column) => !NAME.test(column));
  if (bad !== undefined) throw new AlignmentError('alignment.bad_column', `The column "${bad}" is no name in R and Stan. Expected letters, digits and single underscores, beginning with a letter: rename it in the table.`, { column: bad });
  const quoted = (columns: readonly string[]): string => `c(${columns.map((column) => JSON.stringify(column)).join(', ')})`;
  const priors = ['prior(normal(0, 2.5), class = "Intercept")', ...(fixed.length > 0 ? ['prior(normal(0, 2.5), class = "b")'] : []), 'prior(student_t(3, 0, 1), class = "sd")'];
  return `# Needs brms and a C++ compiler: install.packages("brms"). Takes minutes to hours.
library(brms)

answers <- read.csv(${JSON.stringify(file)}, na.strings = "")
answers <- answers[!is.na(answers$${outcome}), ]
stopifnot("outcomes between 0 and 1 are no single answers" = all(answers$${outcome} %in% 0:1))
for (column in ${quoted([...new Set([...ofFixed, ...ofRandom])])}) answers[[column]] <- factor(answers[[column]])

fit <- brm(
  ${outcome} ~ ${['1', ...fixed, ...random.map((term) => `(1 | ${term})`)].join(' + ')},
  data = answers, family = bernoulli(),
  prior = c(${priors.join(', ')}),
  chains = 4, cores = 4, seed = ${seed}
)
print(summary(fit))
${fixed.length === 0 ? '' : `
# Expected scores of raters and targets in general, to be compared with observed ones: over many that were not seen.
cells <- unique(answers[${quoted(ofFixed)}])
draws <- sapply(seq_len(nrow(cells)), function(cell) {
  new <- cells[rep(cell, 200), , drop = FALSE]
  for (column in ${quoted(ofRandom.filter((column) => !ofFixed.includes(column)))}) new[[column]] <- paste0("new", seq_len(nrow(new)))
  rowMeans(posterior_epred(fit, newdata = new, allow_new_levels = TRUE, sample_new_levels = "gaussian"))
})
print(cbind(cells, t(apply(draws, 2, quantile, c(0.5, 0.025, 0.975)))), row.names = FALSE)
`}`;
}

const NAME = /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/;
