import type { ConditionRow, ImageRow, NetworkRow, Row, StimulusRow } from '@lookalike/dataset';
import { plannedCounts, stimulusKey, type Condition, type Stimulus } from '@lookalike/study';
import type { IriFacts, RowContext } from '../study-facts.ts';
import { factorCells } from './trial-row.ts';

/** Every IRI of every condition in the order of its run, rejected ones too; then what the study shows besides, such as references. */
export function* stimulusRows(context: RowContext): Generator<StimulusRow, void, undefined> {
  const { study, runs, targetIdOf, stimulusOf } = context;
  const planned = study.stimuli.length === 0 ? new Map<string, number>() : plannedCounts(study, context.places);
  for (const condition of study.conditions) {
    const { conditionId } = condition;
    const seen = new Set<string>();
    for (const iri of runs.get(conditionId)?.iris ?? []) {
      const key = stimulusKey({ conditionId, targetId: targetIdOf(iri.targetId) });
      seen.add(key);
      yield { ...stimulusRow(context, condition, stimulusOf.get(key), iri), planned_count: planned.get(key) ?? 0 };
    }
    for (const stimulus of study.stimuli) {
      const key = stimulusKey(stimulus);
      if (stimulus.conditionId === conditionId && !seen.has(key)) yield { ...stimulusRow(context, condition, stimulus, undefined), planned_count: planned.get(key) ?? 0 };
    }
  }
}

/** @param stimulus undefined where the study does not show it, @param iri undefined where there is no run: one of the two is there */
function stimulusRow({ auditOf, imageOf, targetIdOf, targetNameOf }: RowContext, { conditionId, name }: Condition, stimulus: Stimulus | undefined, iri: IriFacts | undefined): Omit<StimulusRow, 'planned_count'> {
  const targetId = stimulus?.targetId ?? targetIdOf(iri?.targetId ?? '');
  const audit = auditOf.get(stimulusKey({ conditionId, targetId }));
  return {
    condition_id: conditionId,
    condition_name: name,
    // As the study names it; a rejected one by its file.
    iri_id: stimulus?.iriId ?? iri?.fileHash ?? '',
    target_id: targetId,
    target_name: targetNameOf.get(targetId),
    target_label: stimulus?.label ?? imageOf.get(targetId)?.label ?? undefined,
    is_accepted: iri?.accepted ?? true,
    rejection_reason: iri?.rejectionReason,
    is_shown: stimulus !== undefined,
    is_named_by_network: stimulus?.isNamedByNetwork,
    query_hash: stimulus?.queryHash ?? iri?.fileHash ?? '',
    target_hash: stimulus?.targetHash ?? iri?.targetFileHash ?? '',
    seed_hash: stimulus?.seedHash ?? iri?.seedFileHash,
    original_hash: stimulus?.originalHash,
    representation_distance: audit?.representationDistance,
    unrounded_distance: iri?.unroundedDistance,
    seed_distance: iri?.seedDistance,
    null_percentile: audit?.nullPercentile,
    step_count: iri?.stepCount,
    duration_ms: iri?.durationMs,
  };
}

export function conditionRows({ study, runs }: RowContext): readonly (ConditionRow & Row)[] {
  return study.conditions.map((condition) => {
    const run = runs.get(condition.conditionId);
    return {
      condition_id: condition.conditionId,
      name: condition.name,
      reference: condition.reference,
      network_name: condition.networkName ?? run?.network.name,
      network_file_hash: condition.networkFileHash ?? run?.network.fileHash,
      layer: run?.layer,
      iri_configuration: run === undefined ? undefined : JSON.stringify(run.configuration),
      preprocessing: run === undefined ? undefined : JSON.stringify(run.preprocessing),
      total_count: run?.totalCount,
      accepted_count: run?.acceptedCount,
      shown_count: study.stimuli.filter(({ conditionId }) => conditionId === condition.conditionId).length,
      ...factorCells(condition),
    };
  });
}

/** Each network once, however many conditions it has. */
export function networkRows({ runs }: RowContext): readonly NetworkRow[] {
  const networks = new Map([...runs.values()].map(({ network }) => [network.id, network]));
  return [...networks.values()].map((network) => ({
    network_id: network.id,
    name: network.name,
    file_hash: network.fileHash,
    format: network.format,
    producer: network.producer === '' ? undefined : network.producer,
    preprocessing: network.preprocessing,
    input_height_px: network.inputHeightPx,
    input_width_px: network.inputWidthPx,
    parameter_count: network.parameterCount,
    multiply_add_count: network.multiplyAddCount,
    tags: Object.keys(network.tags).length === 0 ? undefined : JSON.stringify(network.tags),
  }));
}

export function imageRows({ images, targetIdOf }: RowContext): readonly ImageRow[] {
  const given = (text: string): string | undefined => (text === '' ? undefined : text);
  return images.map((image) => ({
    target_id: targetIdOf(image.id),
    name: image.name,
    image_set: image.imageSetName,
    label: image.label ?? undefined,
    file_hash: image.fileHash,
    width_px: image.widthPx,
    height_px: image.heightPx,
    attribution: given(image.attribution),
    licence: given(image.licence),
    source: given(image.source),
  }));
}
