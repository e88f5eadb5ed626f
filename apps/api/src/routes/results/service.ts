import { alignmentScore, catchAccuracy, krippendorffAlpha, scoreDifference, sideBias, type Estimate, type ScoredTrial } from '@lookalike/alignment';
import type { IriConfiguration } from '@lookalike/iri';
import { createRandom, type Random } from '@lookalike/random';
import { findStudy, listAcceptedIris, type RaterKind, type StudyRecord, type StudyRunRecord } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';
import { frozenStudies } from '../rater/frozen-study.ts';
import { studyNotFound } from '../studies/service.ts';
import { judgedSessions, type AnsweredTrial, type JudgedSession } from './judged-session.ts';
import { summaryOf } from './summary.ts';
import type { ResultsView } from './schemas.ts';

export interface ResultsService {
  /** @throws ApiError study.not_found */
  results(studyId: string, options: { kind: ResultsView['raterKind']; include: ResultsView['include'] }): Promise<ResultsView>;
}

const kindsOf: Readonly<Record<ResultsView['raterKind'], readonly RaterKind[]>> = {
  person: ['person'],
  simulated: ['simulated'],
  test: ['test'],
  all: ['person', 'test', 'simulated'],
};

const kindsInWords: Readonly<Record<ResultsView['raterKind'], string>> = {
  person: 'People',
  simulated: 'Simulated raters',
  test: 'Test sessions',
  all: 'People, test sessions and simulated raters mixed',
};

/** A judged session without what only the exported rows need. */
type Judged = Pick<JudgedSession, 'record' | 'exclusionReasons'> & { readonly main: readonly AnsweredTrial[] };

export function resultsService({ store }: Pick<Dependencies, 'store'>): ResultsService {
  const studies = frozenStudies({ store });
  return {
    async results(studyId, { kind, include }) {
      const study = await findStudy(store.prisma, studyId);
      if (study === undefined) throw studyNotFound(studyId);
      const sessions: Judged[] = [];
      if (study.triplets !== undefined) {
        for await (const { record, trials, exclusionReasons } of judgedSessions({ store }, await studies.get(studyId), kindsOf[kind])) {
          const main = trials.filter(({ trial }) => trial.phase === 'main');
          if (main.length > 0) sessions.push({ record, exclusionReasons, main });
        }
      }
      const included = include === 'all' ? sessions : sessions.filter(({ exclusionReasons }) => exclusionReasons.length === 0);
      const rng = createRandom(study.configuration.randomSeed).child('results');
      const trialsOf = new Map(study.runs.map(({ networkId }) => [networkId, scoredTrials(included, networkId)]));
      return {
        studyId,
        raterKind: kind,
        include,
        label: `${kindsInWords[kind]}, ${include === 'all' ? 'excluded sessions included' : 'without excluded sessions'}`,
        scores: await scores(study, trialsOf, rng),
        comparisons: comparisons(study, trialsOf, rng),
        quality: quality(sessions, included),
      };
    },
  };

  async function scores(study: StudyRecord, trialsOf: ReadonlyMap<string, readonly ScoredTrial[]>, rng: Random): Promise<ResultsView['scores']> {
    const iris = await listAcceptedIris(store.prisma, study.runs.map(({ id }) => id));
    const shown = study.triplets === undefined ? undefined : new Set(study.triplets.map(({ iriId }) => iriId));
    return study.runs.map((run) => {
      const distances = iris.filter(({ runId, iriId }) => runId === run.id && (shown?.has(iriId) ?? true)).map(({ representationDistance }) => representationDistance);
      const { excluded: _excluded, ...score } = alignmentScore({ trials: trialsOf.get(run.networkId) ?? [], rng: rng.child(`score-${run.networkId}`) });
      return {
        network: nameOf(run),
        runId: run.id,
        layer: run.layer,
        objective: objectiveOf(run),
        score,
        distance: summaryOf(distances) ?? null,
        acceptance: { accepted: run.acceptedCount, total: run.totalCount },
      };
    });
  }
}

function nameOf({ networkId, networkName }: StudyRunRecord): { id: string; name: string } {
  return { id: networkId, name: networkName };
}

function objectiveOf({ configuration }: StudyRunRecord): string {
  return (configuration as IriConfiguration).objective.kind; // Checked when the run was started.
}

/** Comparisons of one network: catch trials say something about the rater, not about the network. */
function scoredTrials(sessions: readonly Judged[], networkId: string): ScoredTrial[] {
  return sessions.flatMap(({ record, main }) =>
    main.flatMap(({ trial, response }) => {
      if (trial.kind !== 'comparison' || trial.triplet?.networkId !== networkId) return [];
      return [{ raterId: record.participantId, targetId: trial.triplet.targetId, aligned: response.chosenSide === trial.alignedSide ? 1 : 0 }];
    }),
  );
}

function comparisons({ runs }: StudyRecord, trialsOf: ReadonlyMap<string, readonly ScoredTrial[]>, rng: Random): ResultsView['comparisons'] {
  return runs.flatMap((first, index) =>
    runs.slice(index + 1).map((second) => {
      const trials = { first: trialsOf.get(first.networkId) ?? [], second: trialsOf.get(second.networkId) ?? [] };
      const { estimate, interval, n }: Estimate = scoreDifference({ ...trials, rng: rng.child(`difference-${first.networkId}-${second.networkId}`) });
      return { first: nameOf(first), second: nameOf(second), difference: { estimate, interval, n } };
    }),
  );
}

function quality(sessions: readonly Judged[], included: readonly Judged[]): ResultsView['quality'] {
  const excluded: Record<string, number> = {};
  for (const { exclusionReasons } of sessions) for (const reason of exclusionReasons) excluded[reason] = (excluded[reason] ?? 0) + 1;
  const answers = included.flatMap(({ record, main }) => main.map((each) => ({ raterId: record.participantId, ...each })));
  const ratings = answers.flatMap(({ raterId, trial, response }) =>
    trial.kind !== 'comparison' || trial.triplet === undefined ? [] : [{ unitId: trial.triplet.iriId, raterId, value: response.chosenSide === trial.alignedSide ? 'target' : 'seed' }],
  );
  const { alpha, method } = krippendorffAlpha(ratings);
  return {
    sessions: sessions.length,
    completed: sessions.filter(({ record }) => record.state === 'completed').length,
    included: included.length,
    excluded,
    excludedSessions: sessions.filter(({ exclusionReasons }) => exclusionReasons.length > 0).length,
    catchAccuracy: catchAccuracy(answers.filter(({ trial }) => trial.kind === 'catch').map(({ trial, response }) => response.chosenSide === trial.alignedSide)).estimate,
    leftShare: sideBias(answers.map(({ response }) => response.chosenSide)).estimate,
    agreement: { alpha, method },
    medianResponseTimeMs: summaryOf(answers.map(({ response }) => response.responseTimeMs))?.median ?? null,
  };
}
