import type { Column, RowOf } from '../column.ts';

const noIri = 'the trial shows no IRI';
const oneIri = 'the trial shows no IRI, or several: see the table of items';
const notMeasured = 'nothing of the kind was shown or measured';
const notTimed = 'the study does not time it';

/**
 * The columns that trials of every task have, in order. Names are the code's in snake case; units are in the names. Nothing about a rater's
 * identity on a recruiting platform is, or may be, among them.
 */
export const trialColumns = {
  trial_id: { type: 'text', meaning: 'Identifies the row, an answered trial; unique in the data set. The table of items refers to it.' },
  study_id: { type: 'text', meaning: 'The study, by its id in Lookalike.' },
  study_version: { type: 'integer', minimum: 1, meaning: 'Version of the study; counts up when its configuration changes.' },
  configuration_hash: { type: 'text', meaning: 'SHA-256 of the study configuration as canonical JSON.' },
  participant_id: { type: 'text', meaning: 'The rater. Random per study: it says nothing about the person and is not the id on a recruiting platform.' },
  session_id: { type: 'text', meaning: 'The session in which the trial was answered. A rater has one session per study.' },
  block_index: { type: 'integer', minimum: 0, meaning: 'Block of trials between two breaks. Practice is block 0.' },
  trial_index: { type: 'integer', minimum: 0, meaning: 'Place of the trial in the session, counted from 0 over practice and main phase.' },
  phase: { type: 'text', allowed: ['practice', 'main'], meaning: 'practice: with feedback, not to be analysed. main: the rest.' },
  round: { type: 'integer', minimum: 0, meaning: 'Practice repeats in rounds until it is passed: the round, from 0. Always 0 in the main phase.' },
  task: { type: 'text', meaning: 'What was asked: the task of the study.' },
  role: { type: 'text', allowed: ['scored', 'foil', 'catch'], meaning: 'scored: the answer says something about a condition. foil: shown beside scored trials so that these mean something. catch: the right answer is beyond doubt; so it is in practice.' },
  condition_id: { type: 'text', meaning: 'The condition whose IRIs are shown.', missing: noIri },
  condition_name: { type: 'text', meaning: 'Name of the condition.', missing: noIri },
  network_name: { type: 'text', meaning: 'Name of the condition’s network.', missing: `${noIri}, or the condition has no network` },
  iri_id: { type: 'text', meaning: 'The IRI (identically represented input), or what stands in its place in a reference condition.', missing: oneIri },
  target_id: { type: 'text', meaning: 'The target of the IRI. The same for every condition, so it crosses conditions.', missing: oneIri },
  target_name: { type: 'text', meaning: 'Name of the target’s file in its image set.', missing: oneIri },
  target_label: { type: 'text', meaning: 'Label of the target in its image set.', missing: `${oneIri}; or the target has no label` },
  seed_hash: { type: 'text', meaning: 'The seed that the IRI was made from: SHA-256 of the PNG file.', missing: `${oneIri}; or the IRI has no known seed` },
  outcome: { type: 'number', minimum: 0, maximum: 1, meaning: 'What the answer is worth: 1 where people see as the network does. Its mean over scored trials of the main phase is a condition’s score.', missing: 'nothing is scored, the time ran out, or the trial shows several IRIs: see the table of items' },
  chance: { type: 'number', minimum: 0, maximum: 1, meaning: 'The outcome that guessing gives on average.', missing: 'there is no outcome' },
  said: { type: 'text', meaning: 'What the rater said of the IRI, in the task’s words; none where the time ran out.', missing: oneIri },
  is_right: { type: 'boolean', meaning: 'Whether the answer is the one beyond doubt.', missing: 'no answer is beyond doubt: the role is not catch' },
  response_time_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'From the frame in which what can be answered was painted to the answer, by the browser’s monotonic clock.' },
  is_too_fast: { type: 'boolean', meaning: 'Whether the answer came faster than the study’s limit.', missing: 'the study sets none' },
  presented_at: { type: 'date-time', meaning: 'When the images were painted, by the clock of the rater’s device.' },
  received_at: { type: 'date-time', meaning: 'When the server stored the answer.' },
  is_late: { type: 'boolean', meaning: 'Whether it came after the session’s place had gone to somebody else.' },
  focus_loss_count: { type: 'integer', minimum: 0, meaning: 'How often the window lost the focus during the trial.' },
  image_load_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Time it took to load and decode the images of the trial.' },
  viewport_width_px: { type: 'integer', unit: 'CSS px', minimum: 0, meaning: 'Width of the browser’s viewport. 0 for programs.' },
  viewport_height_px: { type: 'integer', unit: 'CSS px', minimum: 0, meaning: 'Height of the browser’s viewport. 0 for programs.' },
  device_pixel_ratio: { type: 'number', minimum: 0, meaning: 'Physical pixels per CSS px.' },
  input_type: { type: 'text', allowed: ['mouse', 'touch', 'pen', 'keyboard', 'program'], meaning: 'What the answer was given with.' },
  unreleased_key_count: { type: 'integer', minimum: 0, meaning: 'Keys that had answered before and were not let go when this answer came: 0 of fingers.', missing: notMeasured },
  is_trusted: { type: 'boolean', meaning: 'Whether the browser says that a person made the input event.', missing: notMeasured },
  presentation_count: { type: 'integer', minimum: 1, meaning: 'How often the trial’s images were put on the screen: 1 without reloads.', missing: notMeasured },
  shown_size_css_px: { type: 'number', unit: 'CSS px', minimum: 0, meaning: 'Side of an image on the screen.', missing: notMeasured },
  device_px_per_image_px: { type: 'number', minimum: 0, meaning: 'Device pixels per pixel of the image: whole where it was shown crisp.', missing: notMeasured },
  zoom: { type: 'number', minimum: 0, meaning: 'Of the page, as far as the browser tells: 1 without zoom.', missing: notMeasured },
  frame_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Time between two frames of the screen, as measured.', missing: notMeasured },
  lead_intended_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'How long the configuration wants the first images to stand alone.', missing: notTimed },
  lead_planned_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'The whole number of frames nearest to it.', missing: notMeasured },
  lead_shown_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'How long they stood alone, as measured.', missing: notMeasured },
  query_intended_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'How long the configuration wants the query to be shown.', missing: notTimed },
  query_planned_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'The whole number of frames nearest to it.', missing: notMeasured },
  query_shown_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'How long it was shown, as measured.', missing: notMeasured },
  mask_intended_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'How long the configuration wants the mask to be shown.', missing: notTimed },
  mask_planned_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'The whole number of frames nearest to it.', missing: notMeasured },
  mask_shown_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'How long it was shown, as measured.', missing: notMeasured },
  is_frame_off: { type: 'boolean', meaning: 'Whether something was shown for more than half a frame longer or shorter than planned. Nothing is left out because of it.', missing: notMeasured },
  confidence: { type: 'integer', minimum: 1, maximum: 5, meaning: '1 guessed to 5 certain.', missing: 'the study does not ask, or the rater did not say' },
  confidence_time_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'From the answer to the confidence.', missing: 'there is no confidence' },
  is_excluded: { type: 'boolean', meaning: 'Whether the session is flagged by an exclusion rule. Nothing is removed: filter by this column to exclude.' },
  exclusion_reasons: { type: 'text', meaning: 'Why: incomplete, by_hand, or the reasons of the study’s rules such as catch_failed, separated by semicolons. The README defines them.', missing: 'the session is not flagged' },
  representation_distance: { type: 'number', minimum: 0, meaning: 'd = ‖g(IRI) − g(target)‖ / ‖g(target)‖ in the layer, of the 8-bit file that was shown.', missing: `${oneIri}; or d is not known` },
  null_percentile: { type: 'number', minimum: 0, maximum: 1, meaning: 'Share of the null distribution (d of random image pairs of the set) at or below d.', missing: `${oneIri}; or it is not known` },
  is_test: { type: 'boolean', meaning: 'Whether the session was a trial run of the experimenter. Not to be analysed.' },
  is_simulated: { type: 'boolean', meaning: 'Whether a program answered. Never to be mixed with people.' },
  app_version: { type: 'text', meaning: 'Version of Lookalike that let the rater in.' },
} as const satisfies Readonly<Record<string, Column>>;

/** One presented and answered trial, but for the columns of its task and the factors. */
export type TrialRow = RowOf<typeof trialColumns>;
