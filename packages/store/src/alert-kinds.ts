/** What a study's experimenter can be told of; docs/alerts.md says when. */
export const alertKinds = [
  'pilot_full',
  'quota_reached',
  'many_timed_out',
  'checks_failing',
  'stimulus_not_loading',
  'link_unfilled',
  'entries_limited',
  'finished_late',
  'payment_unknown',
  'platform_unread',
  'credit_refused',
  'webhook_failing',
] as const;
export type AlertKind = (typeof alertKinds)[number];
