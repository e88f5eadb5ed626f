/** Mean of the logistic function over a normal distribution, by the trapezoidal rule, which is exact to many digits for such functions. */
export function meanLogistic(mean: number, sd: number): number {
  let [sum, weight] = [0, 0];
  for (let step = -160; step <= 160; step++) {
    const z = step / 20;
    const density = Math.exp(-(z ** 2) / 2);
    sum += density / (1 + Math.exp(-(mean + sd * z)));
    weight += density;
  }
  return sum / weight;
}
