import { attritionOf } from './attrition/attrition-of.ts';
import { Attrition } from './attrition/attrition.ts';
import { biasOf } from './bias/bias-of.ts';
import { Bias } from './bias/bias.ts';
import { comparisonOf } from './comparison/compare.ts';
import { Comparison } from './comparison/comparison.ts';
import { effectsOf } from './effects/effects-of.ts';
import { Effects } from './effects/effects.ts';
import { exclusionsOf } from './exclusions/exclusions-of.ts';
import { Exclusions } from './exclusions/exclusions.ts';
import { modelOf } from './model/model-of.ts';
import { Model } from './model/model.ts';
import { objectivesOf } from './objectives/objectives-of.ts';
import { Objectives } from './objectives/objectives.ts';
import { observersOf } from './observers/observers-of.ts';
import { Observers } from './observers/observers.ts';
import { reliabilityOf } from './reliability/reliability-of.ts';
import { Reliability } from './reliability/reliability.ts';
import { Results } from './scores/results.ts';
import { studyResults } from './scores/study-results.ts';
import { sessionsOfKind, type Section } from './section.ts';
import { stimuliOf } from './stimuli/stimuli-of.ts';
import { Stimuli } from './stimuli/stimuli.ts';

const scores: Section<typeof Results> = {
  result: Results,
  analyse: (input, settings) =>
    studyResults({ context: input.context, sessions: sessionsOfKind(input, settings), includesFlagged: settings.include === 'all', arePeople: settings.raterKind === 'person' }),
};
const comparison: Section<typeof Comparison> = { result: Comparison, analyse: comparisonOf };
const effects: Section<typeof Effects> = { result: Effects, analyse: effectsOf };
const objectives: Section<typeof Objectives> = { result: Objectives, analyse: objectivesOf };
const reliability: Section<typeof Reliability> = { result: Reliability, analyse: reliabilityOf };
const exclusions: Section<typeof Exclusions> = { result: Exclusions, analyse: exclusionsOf };
const attrition: Section<typeof Attrition> = { result: Attrition, analyse: attritionOf };
const stimuli: Section<typeof Stimuli> = { result: Stimuli, analyse: stimuliOf };
const bias: Section<typeof Bias> = { result: Bias, analyse: biasOf };
const observers: Section<typeof Observers> = { result: Observers, analyse: observersOf };
const model: Section<typeof Model> = { result: Model, analyse: modelOf };

/** Every section by its name, which is its address too. */
export const sections = { scores, comparison, effects, objectives, reliability, exclusions, attrition, stimuli, bias, observers, model } as const;
export type SectionName = keyof typeof sections;
