import { judgeSession, rememberedPlans, rowContext, type ImageFacts, type IriFacts, type JudgedSession, type RowContext, type SessionFacts, type StoredResponse } from '@lookalike/answers';
import { responseTo, sessionWith } from '@lookalike/answers/testing';
import { createRandom } from '@lookalike/random';
import { defaultStudyConfiguration, stimulusKey, type Condition, type Factors, type FrozenStudy, type PlannedTrial, type StudyConfiguration } from '@lookalike/study';

/** What decides the answers of a planted observer, all on the log-odds of choosing the target. */
export interface PlantedTruth {
  readonly intercept: number;
  /** By factor and level; what is not named adds nothing. */
  readonly effects: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What a condition adds beyond its factors, such as an interaction. */
  readonly ofCondition?: (factors: Factors) => number;
  /** For each doubling of d, from d = 0.1 on. */
  readonly distanceSlope?: number;
  readonly raterSd: number;
  readonly targetSd: number;
  /** Share of trials, catch trials too, that are answered by a guess. */
  readonly lapse?: number;
  /** Raters and targets with the same seed have the same effects. */
  readonly randomSeed: string;
}

const hashOf = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);
/** Labels of targets, in turn. */
const labels = ['bird', 'boat', 'cat'] as const;

export interface PlantedStudy {
  /** One condition for each. */
  readonly conditions: readonly (Pick<Condition, 'name' | 'factors'> & { readonly reference?: Condition['reference'] })[];
  readonly targetCount: number;
  readonly perCondition: number;
  readonly change?: Partial<StudyConfiguration>;
}

/** For tests: a 2AFC study whose conditions have these factors and share their targets. */
export function plantedStudy({ conditions, targetCount, perCondition, change = {} }: PlantedStudy): FrozenStudy {
  const conditionIds = conditions.map(({ name }) => `condition-${name}`);
  return {
    configuration: {
      ...defaultStudyConfiguration('2afc'),
      design: { targets: 'shared', perCondition, answersPerStimulus: null },
      trials: { catchCount: 4, practiceCount: 0, practicePassCount: 0, blockSize: 50 },
      randomSeed: 'planted',
      ...change,
    },
    conditions: conditions.map(({ name, factors, reference }, index) => ({ conditionId: conditionIds[index] as string, name, factors, ...(reference === undefined ? { networkName: name, networkFileHash: hashOf(`net ${name}`) } : { reference }) })),
    stimuli: conditionIds.flatMap((conditionId, condition) => Array.from({ length: targetCount }, (_, target) => {
      const queryHash = hashOf(`iri ${condition} ${target}`);
      return { iriId: queryHash, conditionId, targetId: hashOf(`file ${target}`), queryHash, targetHash: hashOf(`target ${target}`), seedHash: hashOf(`seed ${target}`), label: labels[target % labels.length] as string };
    })),
  };
}

/** For tests: every level of each factor with every level of the others, as conditions. */
export function crossedFactors(factors: Readonly<Record<string, readonly string[]>>): PlantedStudy['conditions'] {
  const rows = Object.entries(factors).reduce<Factors[]>((sofar, [name, levels]) => sofar.flatMap((row) => levels.map((level) => ({ ...row, [name]: level }))), [{}]);
  return rows.map((row) => ({ name: Object.values(row).join(' '), factors: row }));
}

/**
 * For tests: what results look up of that study. Its runs have the d and the acceptance that are asked for.
 * @param distanceOf d of a condition's stimulus of the target with that number. @param acceptanceOf share of accepted IRIs.
 */
export function plantedContext(study: FrozenStudy, { distanceOf = () => 0.1, acceptanceOf = () => 1 }: { readonly distanceOf?: (condition: Condition, target: number) => number; readonly acceptanceOf?: (condition: Condition) => number } = {}): RowContext {
  const targetIds = [...new Set(study.stimuli.map(({ targetId }) => targetId))];
  const images = targetIds.map((fileHash, target): ImageFacts => ({ id: `image-${target}`, imageSetName: 'photographs', name: `photo-${target}.png`, label: labels[target % labels.length] as string, attribution: '', licence: '', source: '', fileHash, widthPx: 64, heightPx: 64 }));
  const runs = study.conditions.filter(({ reference }) => reference === undefined).map((condition) => {
    const iris = study.stimuli.filter(({ conditionId }) => conditionId === condition.conditionId).map(({ queryHash, targetHash, seedHash }, target): IriFacts => ({
      id: `${condition.conditionId}-${target}`, targetId: `image-${target}`, fileHash: queryHash, targetFileHash: targetHash, seedFileHash: seedHash ?? '',
      representationDistance: distanceOf(condition, target), unroundedDistance: distanceOf(condition, target), seedDistance: 2, nullPercentile: 0, accepted: true, rejectionReason: undefined, stepCount: 10, durationMs: 5,
    }));
    return [condition.conditionId, {
      network: { id: condition.conditionId, name: condition.name, fileHash: condition.networkFileHash ?? '', format: 'onnx', producer: '', inputHeightPx: 8, inputWidthPx: 8, parameterCount: 1, multiplyAddCount: 1, tags: {}, preprocessing: '' },
      layer: 'features', configuration: {}, preprocessing: {}, totalCount: 1000, acceptedCount: Math.round(1000 * acceptanceOf(condition)), iris,
    }] as const;
  });
  return rowContext({ id: 'planted', version: 1, configurationHash: hashOf('configuration'), places: 1000, study, runs: new Map(runs), elsewhere: new Map(), images });
}

/**
 * For tests: raters that answer the study's own plans by a stated truth. They are programs, and their sessions say so unless a test
 * needs what only people have.
 */
export function plantedSessions(context: RowContext, truth: PlantedTruth, { count, kind = 'simulated', from = 0 }: { readonly count: number; readonly kind?: SessionFacts['kind']; readonly from?: number }): JudgedSession[] {
  const { study } = context;
  if (study.configuration.task.name !== '2afc') throw new Error('A planted observer answers 2AFC only.');
  const planOf = rememberedPlans(study);
  const effect = (of: string): number => createRandom(truth.randomSeed).child(of).normal();
  const targetEffects = new Map(study.stimuli.map(({ targetId }) => [targetId, truth.targetSd * effect(`target ${targetId}`)]));
  return Array.from({ length: count }, (_, index) => {
    const planIndex = from + index;
    const session = sessionWith({ id: `${kind}-${planIndex}`, kind, planIndex });
    const ofRater = truth.raterSd * effect(`rater ${session.id}`);
    const rng = createRandom(truth.randomSeed).child(`answers ${session.id}`);
    const answerTo = (trial: PlannedTrial): StoredResponse['answer'] => {
      const { alignedSide } = trial as PlannedTrial & { readonly alignedSide: 'left' | 'right' }; // Of 2AFC.
      const otherSide = alignedSide === 'left' ? 'right' : 'left';
      const [lapses, guess, uniform] = [rng.uniform() < (truth.lapse ?? 0), rng.uniform(), rng.uniform()];
      const item = trial.items[0];
      const probability = lapses ? 0.5 : trial.role === 'catch' || item?.conditionId === undefined ? 1 : logistic(logOddsOf(truth, context, item.conditionId, item.targetId) + ofRater + (targetEffects.get(item.targetId) ?? 0));
      return { side: (lapses ? guess : uniform) < probability ? alignedSide : otherSide };
    };
    return judgeSession(study, session, planOf(planIndex).map((trial) => responseTo(trial, session, answerTo(trial))), planOf);
  });
}

/** Of choosing the target, for a rater and a target in the middle. */
export function logOddsOf({ intercept, effects, ofCondition, distanceSlope = 0 }: PlantedTruth, { conditionOf, auditOf }: RowContext, conditionId: string, targetId: string): number {
  const factors = conditionOf.get(conditionId)?.factors ?? {};
  const distance = auditOf.get(stimulusKey({ conditionId, targetId }))?.representationDistance ?? 0.1;
  return intercept + Object.entries(factors).reduce((sum, [name, level]) => sum + (effects[name]?.[level] ?? 0), 0) + (ofCondition?.(factors) ?? 0) + distanceSlope * Math.log2(distance / 0.1);
}

/** The score that a population of raters and targets has at these log-odds. */
export function scoreOf(logOdds: number, { raterSd, targetSd }: PlantedTruth): number {
  const sd = Math.hypot(raterSd, targetSd);
  let [sum, weight] = [0, 0];
  for (let z = -8; z <= 8; z += 0.01) {
    const density = Math.exp(-(z ** 2) / 2);
    sum += density * logistic(logOdds + sd * z);
    weight += density;
  }
  return sum / weight;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
