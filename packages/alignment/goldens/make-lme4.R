# Makes lme4.json: five data sets with what lme4 estimates from them, and what follows from one of the models. Rscript make-lme4.R > lme4.json
# tolPwrss is far below its default, which is itself off by 1e-3 on such data.
suppressMessages(library(lme4))
json <- function(x) {
  if (is.list(x)) return(paste0("{", paste0('"', names(x), '":', vapply(x, json, ""), collapse = ","), "}"))
  body <- if (is.character(x)) paste0('"', x, '"') else format(x, digits = 12, scientific = FALSE, trim = TRUE)
  paste0("[", paste0(body, collapse = ","), "]")
}
study <- function(seed, raters, targets, per_rater, effects, sd, own) {
  set.seed(seed)
  n <- length(effects)
  d <- do.call(rbind, lapply(seq_len(raters), function(r) expand.grid(rater = r, target = ((r - 1) * per_rater + seq_len(per_rater) - 1) %% targets + 1, condition = seq_len(n))))
  common <- c(rnorm(raters, 0, sd[1]), rnorm(targets, 0, sd[2]))
  by_rater <- matrix(rnorm(raters * n, 0, own[1]), raters)
  by_target <- matrix(rnorm(targets * n, 0, own[2]), targets)
  eta <- effects[d$condition] + common[d$rater] + common[raters + d$target] + by_rater[cbind(d$rater, d$condition)] + by_target[cbind(d$target, d$condition)]
  d$y <- rbinom(nrow(d), 1, plogis(eta))
  d$a <- (d$condition - 1) %% 2
  d$b <- (d$condition - 1) %/% 2
  d$condition <- factor(d$condition)
  d
}
control <- glmerControl(optimizer = "bobyqa", tolPwrss = 1e-12, optCtrl = list(maxfun = 1e5, rhoend = 1e-9), check.conv.singular = "ignore", calc.derivs = TRUE)
golden <- function(name, d, formula, terms) {
  fit <- glmer(formula, d, binomial, control = control)
  sds <- sapply(terms, function(term) sqrt(as.data.frame(VarCorr(fit))$vcov[as.data.frame(VarCorr(fit))$grp == term]))
  list(name = name, terms = terms, rater = d$rater - 1, target = d$target - 1, condition = as.integer(d$condition) - 1, outcome = d$y,
    coefficients = colnames(model.matrix(fit)), beta = unname(fixef(fit)), standardErrors = unname(sqrt(diag(as.matrix(vcov(fit))))), sds = unname(sds), logLik = as.numeric(logLik(fit)))
}
# What follows from a model with two factors and their interaction: beside the five, to be read by the same names.
factors <- function(d) {
  additive <- glmer(y ~ a + b + (1 | rater) + (1 | target) + (1 | target:condition), d, binomial, control = control)
  fit <- glmer(factorial, d, binomial, control = control)
  test <- anova(additive, fit)
  # a = 1 less a = 0, the mean of both levels of b.
  weights <- c(0, 1, 0, 0.5)
  list(additiveLogLik = as.numeric(logLik(additive)), chiSquared = test$Chisq[2], freedom = test$Df[2], p = test$`Pr(>Chisq)`[2],
    difference = sum(weights * fixef(fit)), standardError = sqrt(drop(weights %*% as.matrix(vcov(fit)) %*% weights)))
}
simple <- y ~ condition + (1 | rater) + (1 | target)
full <- y ~ condition + (1 | rater) + (1 | target) + (1 | rater:condition) + (1 | target:condition)
factorial <- y ~ a * b + (1 | rater) + (1 | target) + (1 | target:condition)
two <- c("rater", "target")
four <- c("rater", "target", "rater:condition", "target:condition")
sets <- list(
  golden("two conditions", study(1, 20, 30, 16, c(-2.5, 0), c(0.6, 0.8), c(0, 0)), simple, two),
  golden("two conditions, own effects", study(2, 40, 24, 16, c(-0.5, 1.5), c(0.5, 1.2), c(0.5, 0.8)), full, four),
  golden("two factors", study(3, 30, 40, 12, c(-1, 0, 0.5, 2.5), c(0.4, 1), c(0, 0.5)), factorial, c("rater", "target", "target:condition")),
  golden("four conditions, own effects", study(4, 24, 32, 16, c(-2, -1, 0, 1), c(0.7, 1), c(0.4, 0.6)), full, four),
  golden("raters alike", study(5, 12, 40, 20, c(-2, 2), c(0, 2), c(0, 0)), simple, two)
)
cat("{\"sets\":[\n", paste(vapply(sets, json, ""), collapse = ",\n"), "\n],\n\"twoFactors\":", json(factors(study(3, 30, 40, 12, c(-1, 0, 0.5, 2.5), c(0.4, 1), c(0, 0.5)))), "}\n", sep = "")
