/**
 * The one table from stable error codes to HTTP statuses. `ApiError` takes only codes that are listed here.
 * 401: who are you; 403: not yours; 404: no such thing; 409: not now; 422: understood but unusable.
 */
export const errorStatus = {
  'request.invalid': 400,
  'request.not_json': 400,
  'request.not_found': 404,
  'request.method_not_allowed': 405,
  'request.too_large': 413,
  'request.media_type': 415,
  'request.header_missing': 403,
  'request.too_many': 429,
  'request.refused': 400,

  'sign_in.required': 401,
  'sign_in.wrong': 401,
  'sign_in.too_many': 429,

  'account.role_missing': 403,
  'account.scope_missing': 403,
  'account.password_wrong': 403,
  'account.password_too_short': 422,
  'account.not_found': 404,
  'account.last_owner': 409,
  'account.email_taken': 409,
  'account.invitation_not_found': 404,
  'account.sign_in_not_found': 404,
  'account.token_not_found': 404,

  'network.not_found': 404,
  'network.name_taken': 409,
  'network.preprocessing_unknown': 422,
  'network.preprocessing_differs': 409,
  'network.preprocessing_invalid': 422,
  'network.preparation_refuted': 422,
  'network.refuted': 422,
  'network.tags_invalid': 422,

  'images.set_not_found': 404,
  'images.name_taken': 409,
  'images.refused': 422,

  'stimuli.set_not_found': 404,
  'stimuli.name_taken': 409,
  'stimuli.refused': 422,

  'archive.unreadable': 422,
  'archive.too_many_entries': 422,
  'archive.too_large': 422,
  'archive.ratio': 422,
  'archive.path_unsafe': 422,
  'archive.nested': 422,
  'archive.encrypted': 422,
  'archive.repeated': 422,

  'run.not_found': 404,
  'run.layer_not_found': 422,
  'run.configuration_invalid': 422,
  'run.too_few_images': 422,
  'run.already_finished': 409,
  'run.no_iris_yet': 409,

  'session.not_found': 404,
  'session.under_way': 409,
  'session.place_not_held': 409,
  'session.cursor_unreadable': 400,
  'session.identities_hidden': 403,

  'alert.not_found': 404,

  'study.not_found': 404,
  'study.configuration_invalid': 422,
  'study.conditions_unfit': 422,
  'study.condition_empty': 422,
  'study.distances_missing': 409,
  'study.draft_changed': 409,
  'study.plan_impossible': 422,
  'study.seed_missing': 422,
  'study.sets_do_not_fill': 422,
  'study.too_few_of_a_label': 422,
  'study.label_foreign': 422,
  'study.not_draft': 409,
  'study.not_live': 409,
  'study.runs_not_done': 409,
  'study.no_stimuli': 422,
  'study.too_few_targets': 422,

  'analysis.unfit': 422,
  'analysis.out_of_memory': 503,
  'analysis.interrupted': 503,
  'analysis.failed': 503,

  'file.not_found': 404,

  'rater.study_not_found': 404,
  'rater.study_not_open': 409,
  'rater.study_full': 409,
  'rater.study_paused': 409,
  'rater.link_unfilled': 422,
  'rater.preview': 409,
  'rater.open_elsewhere': 409,
  'rater.gone_on': 409,
  'rater.taken_again': 409,
  'rater.unknown': 404,
  'rater.took_part_before': 409,
  'rater.not_invited': 409,
  'rater.too_many_entries': 429,
  'rater.test_link_wrong': 403,
  'rater.kind_refused': 403,
  'rater.answer_unfit': 422,
  'rater.trial_unknown': 422,
  'rater.session_not_found': 404,
  'rater.token_missing': 401,
  'rater.token_wrong': 403,
  'rater.consent_required': 409,
  'rater.consent_changed': 409,
  'rater.consent_incomplete': 422,
  'rater.already_answered': 409,
  'rater.already_finished': 409,
  'rater.out_of_order': 409,
  'rater.responses_missing': 409,

  'platform.token_missing': 409,
  'platform.study_unnamed': 409,
  'platform.not_reachable': 409,
  'platform.token_refused': 422,
  'platform.refused': 422,
  'platform.address_refused': 422,
  'platform.rejection_unfit': 422,
  'platform.unreachable': 503,
  'platform.too_many': 503,
  'platform.export_unreadable': 422,
  'platform.action_not_found': 404,
  'platform.action_unfit': 422,
  'platform.action_over': 409,
  'platform.message_refused': 403,
  'preview.link_wrong': 403,

  'store.disk_full': 507,

  'server.web_not_built': 503,
  'server.busy': 503,
  'server.unavailable': 503,
  'server.failed': 500,
} as const satisfies Record<string, number>;

export type ApiErrorCode = keyof typeof errorStatus;

/** Packages below have codes of their own; what they refuse is content that cannot be used. */
const statusOfFamily: Readonly<Record<string, number>> = { graph: 422, images: 422, iri: 422, study: 422, alignment: 422, dataset: 422 };

/** The status of any error code; 500 for what no table knows (the text is then not shown to users). */
export function statusOfCode(code: string): number {
  if (code in errorStatus) return errorStatus[code as ApiErrorCode]; // `in` has just shown it.
  return statusOfFamily[code.split('.')[0] ?? ''] ?? 500;
}
