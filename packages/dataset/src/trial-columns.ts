import type { Column, RowOf } from './column.ts';

const noIri = 'the trial shows no IRI';

/**
 * The columns of the trial table, in order. Names are those of the file; units are in the names. Nothing about a rater's
 * identity on a recruiting platform is, or may be, among them.
 */
export const trialColumns = {
  row_id: { type: 'text', meaning: 'Identifies the row; unique in the data set. It is the id of the response.' },
  study_id: { type: 'text', meaning: 'The study, by its id in Lookalike.' },
  study_version: { type: 'integer', minimum: 1, meaning: 'Version of the study; counts up when its configuration changes.' },
  config_hash: { type: 'text', meaning: 'SHA-256 of the study configuration as canonical JSON.' },
  participant_id: { type: 'text', meaning: 'The rater. Random per study: it says nothing about the person and is not the id on a recruiting platform.' },
  session_id: { type: 'text', meaning: 'The session in which the trial was answered. A rater has one session per study.' },
  block_index: { type: 'integer', minimum: 0, meaning: 'Block of trials between two breaks. Practice is block 0.' },
  trial_index: { type: 'integer', minimum: 0, meaning: 'Place of the trial in the session, counted from 0 over practice and main phase.' },
  trial_type: { type: 'text', allowed: ['comparison', 'catch'], meaning: 'comparison: the query is an IRI, the options are its target and its seed. catch: one option is identical to the query.' },
  phase: { type: 'text', allowed: ['practice', 'main'], meaning: 'practice: with feedback, not to be analysed. main: the rest.' },
  practice_round: { type: 'integer', minimum: 0, meaning: 'Practice repeats in rounds until it is passed: the round, from 0. Always 0 in the main phase.' },
  network_id: { type: 'text', meaning: 'The network whose IRI is shown.', missing: noIri },
  network_name: { type: 'text', meaning: 'Name of the network whose IRI is shown.', missing: noIri },
  layer: { type: 'text', meaning: 'The layer of the network whose representation the IRI shares with its target.', missing: noIri },
  objective: { type: 'text', meaning: 'The objective that the IRI was made with, such as regularizer-free.', missing: noIri },
  seed_kind: { type: 'text', meaning: 'What the IRI was started from, such as super-noise.', missing: noIri },
  iri_id: { type: 'text', meaning: 'The IRI (identically represented input).', missing: noIri },
  target_id: { type: 'text', meaning: 'The target photograph of the IRI. The same for every network, so it crosses networks.', missing: noIri },
  target_name: { type: 'text', meaning: 'Name of the target photograph.', missing: noIri },
  seed_id: { type: 'text', meaning: 'The seed image of the IRI: SHA-256 of the PNG file.', missing: noIri },
  query_id: { type: 'text', meaning: 'The image above: SHA-256 of the PNG file that was shown.' },
  left_id: { type: 'text', meaning: 'The left option: SHA-256 of the PNG file that was shown.' },
  right_id: { type: 'text', meaning: 'The right option: SHA-256 of the PNG file that was shown.' },
  correct_side: { type: 'text', allowed: ['left', 'right'], meaning: 'Side of the target (comparison) or of the option identical to the query (catch). A comparison has no correct answer; the name is the usual one.' },
  response: { type: 'text', allowed: ['left', 'right'], meaning: 'The option that the rater chose as closer to the query.' },
  chosen_id: { type: 'text', meaning: 'The image that the rater chose: equal to left_id or right_id.' },
  aligned: { type: 'number', minimum: 0, maximum: 1, meaning: '1 if the target was chosen, 0 if the seed. Its mean over comparisons of the main phase is the alignment score.', missing: 'the trial is not a comparison' },
  rt_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Response time, from the frame in which the images were painted to the answer, by the browser’s monotonic clock.' },
  presented_at: { type: 'date-time', meaning: 'When the images were painted, by the clock of the rater’s device.' },
  n_focus_loss: { type: 'integer', minimum: 0, meaning: 'How often the window lost the focus during the trial.' },
  image_load_ms: { type: 'number', unit: 'ms', minimum: 0, meaning: 'Time it took to load and decode the images of the trial.' },
  viewport_w_px: { type: 'integer', unit: 'CSS px', minimum: 0, meaning: 'Width of the browser’s viewport. 0 for programs.' },
  viewport_h_px: { type: 'integer', unit: 'CSS px', minimum: 0, meaning: 'Height of the browser’s viewport. 0 for programs.' },
  device_pixel_ratio: { type: 'number', minimum: 0, meaning: 'Physical pixels per CSS px.' },
  input_type: { type: 'text', allowed: ['mouse', 'touch', 'pen', 'keyboard', 'program'], meaning: 'What the answer was given with.' },
  is_catch: { type: 'boolean', meaning: 'Whether the trial is a catch trial of the main phase.' },
  catch_passed: { type: 'boolean', meaning: 'Whether the option identical to the query was chosen.', missing: 'the trial is not a catch trial of the main phase' },
  excluded: { type: 'boolean', meaning: 'Whether the session is flagged by an exclusion rule. Nothing is removed: filter by this column to exclude.' },
  exclusion_reasons: { type: 'text', meaning: 'Why: incomplete, catch_failed, too_fast, one_sided, separated by semicolons. The README defines them.', missing: 'the session is not flagged' },
  representation_distance: { type: 'number', minimum: 0, meaning: 'Relative distance ‖g(IRI) − g(target)‖ / ‖g(target)‖ in the layer, of the 8-bit file that was shown.', missing: noIri },
  null_percentile: { type: 'number', minimum: 0, maximum: 1, meaning: 'Share of random image pairs that are closer in the layer than the IRI and its target.', missing: noIri },
  is_test: { type: 'boolean', meaning: 'Whether the session was a trial run of the experimenter. Not to be analysed.' },
  is_simulated: { type: 'boolean', meaning: 'Whether a program answered. Never to be mixed with people.' },
  app_version: { type: 'text', meaning: 'Version of Lookalike that presented the trial.' },
} as const satisfies Readonly<Record<string, Column>>;

/** One presented and answered trial. */
export type TrialRow = RowOf<typeof trialColumns>;
