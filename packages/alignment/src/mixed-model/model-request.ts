import { AlignmentError } from '../alignment-error.ts';
import { cholesky } from '../dense-matrix.ts';

export interface FixedEffect {
  readonly name: string;
  /** One value for each row. */
  readonly values: readonly number[];
}

export interface RandomTerm {
  readonly name: string;
  /** What the row's random intercept is of, such as a rater's id; one for each row. */
  readonly levels: readonly string[];
}

export interface MixedModelRequest {
  /** Outcomes in [0, 1]; one between them counts as that share of a hit. */
  readonly outcomes: readonly number[];
  readonly fixed: readonly FixedEffect[];
  readonly random: readonly RandomTerm[];
  /** Called after every step towards the estimates, with −2 log-likelihood so far, and again for each of the standard errors’ steps. */
  readonly onProgress?: (progress: ModelProgress) => void;
}

export interface ModelProgress {
  readonly iteration: number;
  readonly deviance: number;
}

/** @throws alignment.model_data, alignment.bad_outcome, alignment.model_aliased: see `fitMixedModel`. */
export function checkModel({ outcomes, fixed, random }: MixedModelRequest): void {
  const rows = outcomes.length;
  const refuse = (problem: string): never => { throw new AlignmentError('alignment.model_data', `${problem} Expected at least one row, one fixed effect and one random term, each with a value for every row.`, { rows }); };
  if (rows === 0 || fixed.length === 0 || random.length === 0) refuse(`The model has ${rows} rows, ${fixed.length} fixed effects and ${random.length} random terms.`);
  const uneven = [...fixed.map(({ name, values }) => ({ name, length: values.length })), ...random.map(({ name, levels }) => ({ name, length: levels.length }))].find(({ length }) => length !== rows);
  if (uneven !== undefined) refuse(`"${uneven.name}" has ${uneven.length} values for ${rows} rows.`);
  const bad = outcomes.find((outcome) => !(outcome >= 0 && outcome <= 1));
  if (bad !== undefined) throw new AlignmentError('alignment.bad_outcome', `An outcome is ${bad}. Expected a number from 0 to 1.`, { outcome: bad });
  const single = random.find(({ levels }) => levels.every((level) => level === levels[0]));
  if (single !== undefined) refuse(`"${single.name}" has one level only, so nothing tells how its levels differ. Leave it out.`);
  const levelCounts = random.map(({ levels }) => new Set(levels).size);
  const ofRows = random.find((_, index) => levelCounts[index] === rows);
  if (ofRows !== undefined) refuse(`"${ofRows.name}" has a level of its own for each of the ${rows} rows, so nothing tells its effect from chance. Leave it out.`);
  random.forEach((term, index) => {
    const same = random.slice(0, index).find((other, at) => levelCounts[at] === levelCounts[index] && new Set(term.levels.map((level, row) => `${level}\n${other.levels[row]}`)).size === levelCounts[index]);
    if (same !== undefined) refuse(`"${term.name}" groups the rows as "${same.name}" does, so nothing tells the two apart. Leave one out.`);
  });
  if (outcomes.every((outcome) => outcome === outcomes[0])) refuse(`All ${rows} outcomes are ${outcomes[0]}, so there is nothing to explain; the scores have intervals all the same.`);
  checkAliasing(fixed);
}

/** Column by column: an effect that the ones before it make up is named. */
function checkAliasing(fixed: readonly FixedEffect[]): void {
  const columns = fixed.map(({ values }) => Float64Array.from(values));
  const products = columns.map((a) => columns.map((b) => a.reduce((sum, value, row) => sum + value * b[row]!, 0)));
  for (let count = 1; count <= fixed.length; count++) {
    if (cholesky(products.slice(0, count).map((row) => row.slice(0, count))) !== undefined) continue;
    const { name } = fixed[count - 1]!;
    throw new AlignmentError('alignment.model_aliased', `"${name}" says nothing that the effects before it do not: it is constant 0, or a combination of them. Leave it out, or compare factors that the conditions do not always vary together.`, { name });
  }
}
