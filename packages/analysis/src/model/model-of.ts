import { fitMixedModel, likelihoodRatioTest, marginalMean, modelContrast, type FactorLevels, type MixedModel } from '@lookalike/alignment';
import { compared } from '../compared-condition.ts';
import { comparable } from '../comparison/compare.ts';
import { answeredConditions, type AnsweredCondition } from '../counted-answers.ts';
import { factorDesign, levelOf, type DesignFactor } from '../effects/factor-design.ts';
import { given, givenByData, notGiven, type Given } from '../given.ts';
import type { AnalysisInput, AnalysisSettings, Report } from '../section.ts';
import { brmsOf } from './brms-of.ts';
import type { FittedModel, Model } from './model.ts';
import { CONDITION, modelRows, type ModelRows, type ModelTerms } from './model-rows.ts';

type Value = NonNullable<Model['model']['value']>;
type Test = Value['factors'][number]['test'];
type Pair = readonly [DesignFactor, DesignFactor];

/** A fit takes about so many steps: half of its share is reported then. */
const USUAL_STEPS = 20;

export function modelOf(input: AnalysisInput, settings: AnalysisSettings, report: Report = () => undefined): Model {
  const { study } = input.context;
  const { kept, leftOut } = comparable(answeredConditions(input, settings));
  if (kept.length < 2) {
    const why = kept.length === 0 ? notGiven('no_answers', 'No condition has answers that count.') : notGiven('one_condition', 'Only one condition has answers that count: a model has nothing to compare. Its score says all there is.');
    return { model: why, notFitted: [], leftOut, brms: why };
  }
  const { factors, interactions, notFitted } = factorDesign(kept.map(({ condition }) => condition));
  return {
    model: fittedModels(kept, { factors, interactions: interactions.map((each) => each.factors) }, report),
    notFitted: notFitted.map(({ factors: names, ...why }) => ({ factors: [...names], ...why })),
    leftOut,
    brms: givenByData(() => brmsOf(study, { conditions: kept, factors, settings })),
  };
}

/** A model with what it was fitted with. */
interface Fit {
  readonly terms: ModelTerms;
  readonly model: Given<MixedModel>;
}

function fittedModels(conditions: readonly AnsweredCondition[], { factors: ofDesign, interactions }: ModelTerms, report: Report): Given<Value> {
  const rows = modelRows(conditions);
  const condition: DesignFactor = { name: CONDITION, levels: conditions.map(({ condition: { name } }) => name).sort() };
  const factors = ofDesign.length === 0 ? [condition] : ofDesign;
  // Where the factors have as many numbers as there are conditions, the conditions' own model is the same one.
  const isSame = factors.reduce((sum, { levels }) => sum + levels.length - 1, 1) === conditions.length;
  const planned = 1 + factors.length + interactions.length + Number(!isSame);
  let fits = 0;
  const fit = (terms: ModelTerms): Fit => {
    const model = givenByData(() => fitMixedModel({ ...rows.request(terms), onProgress: ({ iteration }) => { report((fits + iteration / (iteration + USUAL_STEPS)) / planned); } }));
    fits++;
    report(fits / planned);
    return { terms, model };
  };

  const main = fit({ factors, interactions: [] });
  if (main.model.reason !== null) return main.model;
  const { value } = main.model;
  const ofConditions = isSame ? main : fit({ factors: [condition], interactions: [] });
  return given({
    main: asFitted(value, main.terms),
    factors: factors.map((factor) => factorOf(factor, { rows, main, value, smaller: fit({ factors: factors.filter((other) => other !== factor), interactions: [] }) })),
    interactions: interactions.map((pair) => {
      const larger = fit({ factors, interactions: [pair] });
      return { factors: [pair[0].name, pair[1].name], contrasts: interactionContrasts(pair, rows, larger), test: testOf(main.model, larger.model) };
    }),
    conditions: conditionsOf(conditions, rows, { main, ofConditions }),
  });
}

function asFitted(model: MixedModel, { factors, interactions }: ModelTerms): FittedModel {
  const { random, logLikelihood, rows, hasPrior, method, warnings } = model;
  const fixed = [...factors.map(({ name }) => name), ...interactions.map((pair) => pair.map(({ name }) => name).join(':'))];
  return {
    formula: `outcome ~ ${fixed.join(' + ')}${random.map(({ name }) => ` + (1 | ${name})`).join('')}`,
    rows,
    coefficients: model.coefficients.map(({ name }, index) => ({ name, ...modelContrast(model, Array.from({ length: index + 1 }, (_, at) => Number(at === index))) })),
    random: random.map((term) => ({ ...term })),
    logLikelihood,
    hasPrior,
    method,
    warnings: [...warnings],
  };
}

function factorOf({ name, levels }: DesignFactor, { rows, main, value, smaller }: { readonly rows: ModelRows; readonly main: Fit; readonly value: MixedModel; readonly smaller: Fit }): Value['factors'][number] {
  const { cells, contrast } = rows.designOf(main.terms);
  return {
    name,
    levels: levels.map((level) => ({ level, mean: marginalMean(value, cells({ [name]: level })) })),
    contrasts: levels.flatMap((second, at) => levels.slice(at + 1).map((first) => ({ first, second, ...modelContrast(value, contrast({ [name]: first }, { [name]: second })) }))),
    test: testOf(smaller.model, main.model),
  };
}

function interactionContrasts([first, second]: Pair, rows: ModelRows, { terms, model }: Fit): Value['interactions'][number]['contrasts'] {
  if (model.reason !== null) return model;
  const { contrast } = rows.designOf(terms);
  const [firstLevel, secondLevel] = [first.levels[0]!, second.levels[0]!]; // A fitted factor has two levels at least.
  const difference = (of: string, at: string): number[] => contrast({ [first.name]: at, [second.name]: of }, { [first.name]: at, [second.name]: secondLevel });
  return given(first.levels.slice(1).flatMap((a) => second.levels.slice(1).map((b) => {
    const [here, there] = [difference(b, a), difference(b, firstLevel)];
    return { levels: [a, b] as [string, string], against: [firstLevel, secondLevel] as [string, string], ...modelContrast(model.value, here.map((weight, index) => weight - there[index]!)) };
  })));
}

function conditionsOf(conditions: readonly AnsweredCondition[], rows: ModelRows, { main, ofConditions: { terms, model } }: { readonly main: Fit; readonly ofConditions: Fit }): Value['conditions'] {
  if (model.reason !== null) return model;
  const { cells } = rows.designOf(terms);
  const levelsOf = ({ condition }: AnsweredCondition): FactorLevels => Object.fromEntries(terms.factors.map(({ name }) => [name, name === CONDITION ? condition.name : levelOf(condition, name)]));
  return given({
    model: asFitted(model.value, terms),
    means: conditions.map((each) => ({ condition: compared(each.condition), mean: marginalMean(model.value, cells(levelsOf(each))) })),
    test: model === main.model ? notGiven('same_model', 'The factors have as many numbers as there are conditions: they say all that tells conditions apart.') : testOf(main.model, model),
  });
}

function testOf(smaller: Given<MixedModel>, larger: Given<MixedModel>): Test {
  if (smaller.reason !== null) return smaller;
  if (larger.reason !== null) return larger;
  if (smaller.value.hasPrior || larger.value.hasPrior) return notGiven('has_prior', 'A model with a prior has no likelihood to compare: a condition is all target or all seed. Its contrasts stand.');
  return givenByData(() => likelihoodRatioTest(smaller.value, larger.value));
}
