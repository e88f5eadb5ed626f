/** How often each column of a half spectrum counts in the image: once where it is its own conjugate, else twice. */
function multiplicity(column: number, width: number): number {
  return column === 0 || (width % 2 === 0 && column === width / 2) ? 1 : 2;
}

/** Columns of the half spectrum of a real image. */
export function halfWidth(width: number): number {
  return Math.floor(width / 2) + 1;
}

/**
 * The inverse transform along the rows' axis as one matrix [2H, 2H] that acts on real parts above imaginary parts:
 * (cos −sin; sin cos).
 */
export function inverseAlongHeight(height: number): Float64Array {
  const side = 2 * height;
  const matrix = new Float64Array(side * side);
  for (let y = 0; y < height; y++) {
    for (let u = 0; u < height; u++) {
      const angle = (2 * Math.PI * ((u * y) % height)) / height;
      matrix[y * side + u] = Math.cos(angle);
      matrix[y * side + height + u] = -Math.sin(angle);
      matrix[(height + y) * side + u] = Math.sin(angle);
      matrix[(height + y) * side + height + u] = Math.cos(angle);
    }
  }
  return matrix;
}

/**
 * The inverse transform along the columns' axis as one matrix [2F, W] that acts on real parts beside imaginary parts, F half the
 * spectrum: the other half is the conjugate, so the sum is c·(Re·cos − Im·sin), divided by H·W.
 */
export function inverseAlongWidth(height: number, width: number): Float64Array {
  const columns = halfWidth(width);
  const matrix = new Float64Array(2 * columns * width);
  for (let v = 0; v < columns; v++) {
    const scale = multiplicity(v, width) / (height * width);
    for (let x = 0; x < width; x++) {
      const angle = (2 * Math.PI * ((v * x) % width)) / width;
      matrix[v * width + x] = scale * Math.cos(angle);
      matrix[(columns + v) * width + x] = -scale * Math.sin(angle);
    }
  }
  return matrix;
}

/**
 * The half spectrum of a real image, Σ x·exp(−2πi(uy/H + vx/W)), not normalised.
 * @param values [H, W]. @returns real parts [H, F], then imaginary parts [H, F].
 */
export function halfSpectrum(values: Float64Array, height: number, width: number): Float64Array {
  const columns = halfWidth(width);
  const rows = { re: new Float64Array(height * columns), im: new Float64Array(height * columns) };
  const cosX = Float64Array.from({ length: width }, (_, k) => Math.cos((2 * Math.PI * k) / width));
  const sinX = Float64Array.from({ length: width }, (_, k) => Math.sin((2 * Math.PI * k) / width));
  for (let y = 0; y < height; y++) {
    for (let v = 0; v < columns; v++) {
      let [re, im] = [0, 0];
      for (let x = 0; x < width; x++) {
        const value = values[y * width + x]!;
        const phase = (v * x) % width;
        re += value * cosX[phase]!;
        im -= value * sinX[phase]!;
      }
      rows.re[y * columns + v] = re;
      rows.im[y * columns + v] = im;
    }
  }
  const cosY = Float64Array.from({ length: height }, (_, k) => Math.cos((2 * Math.PI * k) / height));
  const sinY = Float64Array.from({ length: height }, (_, k) => Math.sin((2 * Math.PI * k) / height));
  const spectrum = new Float64Array(2 * height * columns);
  for (let u = 0; u < height; u++) {
    for (let v = 0; v < columns; v++) {
      let [re, im] = [0, 0];
      for (let y = 0; y < height; y++) {
        const phase = (u * y) % height;
        const [a, c] = [rows.re[y * columns + v]!, rows.im[y * columns + v]!];
        re += a * cosY[phase]! + c * sinY[phase]!;
        im += c * cosY[phase]! - a * sinY[phase]!;
      }
      spectrum[u * columns + v] = re;
      spectrum[(height + u) * columns + v] = im;
    }
  }
  return spectrum;
}
