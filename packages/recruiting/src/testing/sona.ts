import type { OutsideFetch, OutsideResponse } from '../clients/outside-fetch.ts';
import { withFaults, type Fault } from './faults.ts';

export interface SonaStandIn {
  readonly fetch: OutsideFetch;
  readonly faults: Fault[];
  /** Codes of sign-ups, and whether each has its credit. */
  readonly signUps: Map<string, boolean>;
  readonly requests: string[];
}

/** Sona's credit service in memory: every answer is 200, faults included. */
export function sonaStandIn({ school = 'lab', experimentId = '12', creditToken = 'c0ffee' } = {}): SonaStandIn {
  const faults: Fault[] = [];
  const signUps = new Map<string, boolean>();
  const requests: string[] = [];
  const answer = (url: URL): OutsideResponse => {
    const said = (name: string) => url.searchParams.get(name) ?? '';
    if (url.hostname !== `${school}.sona-systems.com` || url.pathname !== '/services/SonaAPI.svc/WebstudyCredit') return { status: 404, headers: {}, body: '<html>Not found</html>' };
    if (said('experiment_id') !== experimentId || said('credit_token') !== creditToken) return xml({ error: 'Invalid experiment_id or credit_token.' });
    const code = said('survey_code');
    const credited = signUps.get(code);
    if (credited === undefined) return xml({ error: 'Invalid survey_code.' });
    if (credited) return xml({ error: 'Credit has already been granted for this sign-up.' });
    signUps.set(code, true);
    return xml({ code });
  };
  return {
    faults,
    signUps,
    requests,
    fetch: async (request) => {
      requests.push(request.url);
      return withFaults(faults, request, () => answer(new URL(request.url)));
    },
  };
}

function xml({ error, code }: { readonly error?: string; readonly code?: string }): OutsideResponse {
  const errors = error === undefined ? '<a:Errors i:nil="true"/>' : `<a:Errors xmlns:b="urn:b"><b:Error><b:Message>${error}</b:Message></b:Error></a:Errors>`;
  const result = code === undefined ? '<a:Result i:nil="true"/>' : `<a:Result xmlns:b="urn:b"><b:credit_status>G</b:credit_status><b:signup_id>7</b:signup_id><b:survey_code>${code}</b:survey_code></a:Result>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: `<WebstudyCreditResponse xmlns="http://tempuri.org/"><WebstudyCreditResult xmlns:a="urn:a" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${errors}${result}</WebstudyCreditResult></WebstudyCreditResponse>`,
  };
}
