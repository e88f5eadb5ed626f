import { createRandom } from '@lookalike/random';
import { defaultStudyConfiguration, planSession, taskOf, type FrozenStudy, type PlannedTrial, type StudyConfiguration, type TaskName } from '@lookalike/study';
import { judgeSession, rowContext, type ImageFacts, type IriFacts, type JudgedSession, type RowContext, type RunFacts, type SessionFacts, type StoredResponse } from './index.ts';

const labels = ['bird', 'boat', 'cat'] as const;
const hashOf = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0');
export const conditionIds = ['condition-a', 'condition-b', 'ceiling'] as const;
const TARGETS = 12;

/** For tests: two conditions with runs and the ceiling, 12 targets with labels, ids as content addresses. The first run has a rejected IRI besides. */
export function exampleStudy(name: TaskName, change: Partial<StudyConfiguration> = {}): FrozenStudy {
  const base = defaultStudyConfiguration(name);
  const configuration: StudyConfiguration = {
    ...base,
    ...(base.task.name === 'classification' ? { task: { ...base.task, labels: [...labels] } } : {}),
    design: { targets: 'shared', perCondition: 6, answersPerStimulus: 2 },
    trials: { catchCount: 1, practiceCount: 2, practicePassCount: 2, blockSize: 10 },
    ...change,
  };
  return {
    configuration,
    conditions: [
      { conditionId: 'condition-a', name: 'A, standard', networkName: 'standard', networkFileHash: hashOf('standard'), factors: { layer: 'features', seed_kind: 'super-noise' } },
      { conditionId: 'condition-b', name: '=B', networkName: 'robust', networkFileHash: hashOf('robust'), factors: { layer: 'flatten', loss: 'adversarial' } },
      { conditionId: 'ceiling', name: 'Originals', reference: 'original', factors: {} },
    ],
    stimuli: conditionIds.flatMap((conditionId) => Array.from({ length: TARGETS }, (_, target) => {
      const queryHash = hashOf(conditionId === 'ceiling' ? `target-${target}` : `iri-${conditionId}-${target}`);
      return { iriId: queryHash, conditionId, targetId: hashOf(`file-${target}`), queryHash, targetHash: hashOf(`target-${target}`), seedHash: hashOf(`seed-${target}`), originalHash: hashOf(`file-${target}`), label: labels[target % 3] as string };
    })),
  };
}

/** For tests: what rows say of that study. */
export function exampleContext(study: FrozenStudy, places = 4): RowContext {
  const images = Array.from({ length: TARGETS + 1 }, (_, target): ImageFacts => ({
    id: `image-${target}`, imageSetName: 'photographs', name: `photo-${target}.jpg`, label: labels[target % 3] as string, attribution: 'Ada', licence: 'CC0', source: '', fileHash: hashOf(`file-${target}`), widthPx: 64, heightPx: 64,
  }));
  const iri = (conditionId: string, target: number): IriFacts => ({
    id: `iri-${conditionId}-${target}`, targetId: `image-${target}`, fileHash: hashOf(`iri-${conditionId}-${target}`), targetFileHash: hashOf(`target-${target}`), seedFileHash: hashOf(`seed-${target}`),
    representationDistance: 0.05 + target / 100, unroundedDistance: 0.04, seedDistance: 2, nullPercentile: 0, accepted: target < TARGETS, rejectionReason: target < TARGETS ? undefined : 'distance', stepCount: 10, durationMs: 5,
  });
  const run = (conditionId: string, name: string, irisCount: number): RunFacts => ({
    network: { id: `network-${name}`, name, fileHash: hashOf(name), format: 'onnx', producer: '', inputHeightPx: 8, inputWidthPx: 8, parameterCount: 116, multiplyAddCount: 7000, tags: {}, preprocessing: 'RGB in [0, 1]' },
    layer: 'features', configuration: { objective: { kind: 'regularizer-free' } }, preprocessing: { widthPx: 8 }, totalCount: irisCount, acceptedCount: TARGETS, iris: Array.from({ length: irisCount }, (_, target) => iri(conditionId, target)),
  });
  return rowContext({ id: 'study-1', version: 1, configurationHash: hashOf('configuration'), places, study, runs: new Map([['condition-a', run('condition-a', 'standard', TARGETS + 1)], ['condition-b', run('condition-b', 'robust', TARGETS)]]), elsewhere: new Map(), images });
}

/** For tests: a session as it is stored. */
export function sessionWith(change: Partial<SessionFacts> & { readonly id: string }): SessionFacts {
  const at = new Date('2026-05-04T09:30:00Z');
  return { participantId: `rater-${change.id}`, kind: 'person', planIndex: 0, state: 'completed', consentedAt: at, startedAt: at, completedAt: at, placeReleasedAt: undefined, lastSeenAt: at, createdAt: at, appVersion: '0.1.0', screen: { language: 'en' }, ...change };
}

/** For tests: an answer to a trial, with every measurement there is. */
export function responseTo({ trialIndex, round }: PlannedTrial, { id: sessionId }: SessionFacts, answer: StoredResponse['answer'], change: Partial<StoredResponse> = {}): StoredResponse {
  // A trial every ten seconds, sent as soon as it is answered.
  const presentedMs = Date.parse('2026-05-04T09:30:00.000Z') + 10_000 * (trialIndex + 2 * round);
  return {
    responseId: `${sessionId}/${trialIndex}/${round}`, sessionId, trialIndex, round, answer, responseTimeMs: 1700 + trialIndex, presentedAt: new Date(presentedMs).toISOString(), receivedAt: new Date(presentedMs + 6000), focusLossCount: 0,
    viewportWidthPx: 1280, viewportHeightPx: 720, devicePixelRatio: 2, inputType: 'keyboard', imageLoadMs: 20, presentationCount: 1, isTrusted: true, shownSizeCssPx: 192, devicePxPerImagePx: 2, zoom: 1, frameMs: 16,
    leadPlannedMs: 496, leadShownMs: 500, queryPlannedMs: 304, queryShownMs: 304, maskPlannedMs: 304, maskShownMs: 304, confidence: 4, confidenceTimeMs: 300, comment: trialIndex === 3 ? 'A comment, "quoted"' : '', ...change,
  };
}

/** For tests: a session that an observer answered who knows pictures that are the same and guesses else. */
export async function observedSession(study: FrozenStudy, change: Partial<SessionFacts> & { readonly id: string }): Promise<JudgedSession> {
  const session = sessionWith(change);
  const task = taskOf(study.configuration);
  const rng = createRandom(`observer ${session.id}`);
  const sight = {
    distance: async (first: string, second: string) => (first === second ? 0 : 1),
    labelled: (label: string) => study.stimuli.filter((stimulus) => stimulus.label === label).flatMap(({ originalHash, targetHash }) => [originalHash ?? '', targetHash]),
  };
  const responses: StoredResponse[] = [];
  for (const trial of planSession(study, session.planIndex)) {
    responses.push(responseTo(trial, session, await task.observe(task.present(trial), sight, rng)));
  }
  return judgeSession(study, session, responses);
}
