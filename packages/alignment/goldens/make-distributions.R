# Makes distributions.json: quantiles and probabilities of R. Rscript make-distributions.R > distributions.json
number <- function(x) format(x, digits = 17, scientific = TRUE)
row <- function(...) paste0("[", paste(vapply(c(...), number, ""), collapse = ","), "]")
rows <- function(grid, f) paste0("[", paste(apply(grid, 1, function(g) row(c(g, do.call(f, as.list(unname(g)))))), collapse = ","), "]")
betas <- expand.grid(p = c(0.005, 0.025, 0.5, 0.975), a = c(0.5, 1, 7.5, 321.5), b = c(0.5, 3, 200, 5000))
ts <- expand.grid(p = c(0.6, 0.975, 0.9999), freedom = c(1, 3, 9.5, 1000))
gammas <- expand.grid(x = c(0.01, 1, 4, 30), shape = c(0.5, 1.5, 10))
cat('{"beta":', rows(betas, function(p, a, b) qbeta(p, a, b)), ',\n"t":', rows(ts, function(p, freedom) qt(p, freedom)), ',\n"gamma":', rows(gammas, function(x, shape) pgamma(x, shape)), '}\n', sep = "")
