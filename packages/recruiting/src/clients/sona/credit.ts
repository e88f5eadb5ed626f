import { RecruitingError } from '../../recruiting-error.ts';
import type { SonaCredit } from '../../sona.ts';
import type { OutsideFetch } from '../outside-fetch.ts';

/** `granted`: this or an earlier request gave the credit. `refused`: Sona says why not, and says it again when asked again. */
export type CreditOutcome = { readonly outcome: 'granted' } | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Grants one credit. A second request for the same sign-up changes nothing there, so it may be repeated.
 * @throws RecruitingError platform.unreachable where Sona's answer is none
 */
export async function grantSonaCredit(fetch: OutsideFetch, { school, experimentId, surveyCode }: SonaCredit, creditToken: string): Promise<CreditOutcome> {
  const query = new URLSearchParams({ experiment_id: experimentId, credit_token: creditToken, survey_code: surveyCode });
  const { status, body } = await fetch({ method: 'GET', url: `https://${school}.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?${query}`, headers: { accept: 'text/xml' } });
  // The answer 200 says nothing: faults come with it too.
  if (status < 200 || status >= 300) throw new RecruitingError('platform.unreachable', `Sona answered with status ${status}. Check the school’s name; it is asked again.`, { status });
  return readCreditReply(body);
}

/** Reads WebstudyCreditResponse. Granted is: a Result, no Errors, and its status G. @throws RecruitingError platform.unreachable */
export function readCreditReply(xml: string): CreditOutcome {
  const result = element(xml, 'Result');
  const errors = element(xml, 'Errors');
  if (result === undefined && errors === undefined) throw new RecruitingError('platform.unreachable', 'Sona’s answer is not the one of its credit service. Check the school’s name; it is asked again.');
  const reason = errors === undefined ? '' : textOf(errors);
  if (errors !== undefined && reason === '' && errors.trim() !== '') return { outcome: 'refused', reason: 'Sona gave errors without a text.' };
  if (reason !== '') return /already/i.test(reason) ? { outcome: 'granted' } : { outcome: 'refused', reason: reason.slice(0, 500) };
  if (result === undefined) return { outcome: 'refused', reason: 'Sona gave neither a result nor an error.' };
  const creditStatus = textOf(element(result, 'credit_status') ?? '');
  return creditStatus === 'G' ? { outcome: 'granted' } : { outcome: 'refused', reason: `Sona’s status of the credit is ${creditStatus === '' ? 'missing' : creditStatus}, not G.` };
}

/** What is inside the first element of that name, in whatever name space; undefined where there is none, or nil. */
function element(xml: string, name: string): string | undefined {
  const opening = new RegExp(`<(?:[A-Za-z0-9_]+:)?${name}(\\s[^>]*)?>`).exec(xml);
  if (opening === null) return undefined;
  const attributes = opening[1] ?? '';
  if (/nil\s*=\s*["'](true|1)["']/.test(attributes) || attributes.trimEnd().endsWith('/')) return undefined;
  const rest = xml.slice(opening.index + opening[0].length);
  const end = rest.search(new RegExp(`</(?:[A-Za-z0-9_]+:)?${name}\\s*>`));
  return end === -1 ? undefined : rest.slice(0, end);
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

function textOf(xml: string): string {
  return xml.replaceAll(/<[^>]*>/g, ' ').replaceAll(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity).replaceAll(/\s+/g, ' ').trim();
}
