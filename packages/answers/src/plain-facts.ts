import type { ImageFacts, IriFacts, MadeStimulusFacts, NetworkFacts, RunFacts, StudyFacts } from './study-facts.ts';

/** The facts of a study and nothing that was read beside them: to be sent to a thread, or written into a file. */
export function plainFacts({ id, version, configurationHash, places, study: { configuration, conditions, stimuli, sets }, runs, elsewhere, images }: StudyFacts): StudyFacts {
  return {
    id, version, configurationHash, places,
    study: {
      configuration,
      conditions: conditions.map(({ conditionId, name, reference, networkName, networkFileHash, factors }) => ({
        conditionId, name, factors,
        ...(reference !== undefined && { reference }), ...(networkName !== undefined && { networkName }), ...(networkFileHash !== undefined && { networkFileHash }),
      })),
      stimuli,
      ...(sets !== undefined && { sets }),
    },
    runs: new Map([...runs].map(([conditionId, run]) => [conditionId, plainRun(run)])),
    elsewhere: new Map([...elsewhere].map(([conditionId, made]) => [conditionId, made.map(plainMade)])),
    images: images.map(plainImage),
  };
}

function plainRun({ network, layer, configuration, preprocessing, totalCount, acceptedCount, iris }: RunFacts): RunFacts {
  return { network: plainNetwork(network), layer, configuration, preprocessing, totalCount, acceptedCount, iris: iris.map(plainIri) };
}

function plainNetwork({ id, name, fileHash, format, producer, inputHeightPx, inputWidthPx, parameterCount, multiplyAddCount, tags, preprocessing }: NetworkFacts): NetworkFacts {
  return { id, name, fileHash, format, producer, inputHeightPx, inputWidthPx, parameterCount, multiplyAddCount, tags, preprocessing };
}

function plainIri({ id, targetId, fileHash, targetFileHash, seedFileHash, representationDistance, unroundedDistance, seedDistance, nullPercentile, accepted, rejectionReason, stepCount, durationMs }: IriFacts): IriFacts {
  return { id, targetId, fileHash, targetFileHash, seedFileHash, representationDistance, unroundedDistance, seedDistance, nullPercentile, accepted, rejectionReason, stepCount, durationMs };
}

function plainMade({ targetFileHash, targetName, representationDistance, nullPercentile }: MadeStimulusFacts): MadeStimulusFacts {
  return { targetFileHash, targetName, representationDistance, nullPercentile };
}

function plainImage({ id, imageSetName, name, label, attribution, licence, source, fileHash, widthPx, heightPx }: ImageFacts): ImageFacts {
  return { id, imageSetName, name, label, attribution, licence, source, fileHash, widthPx, heightPx };
}
