/**
 * Fetches pictures by the addresses that the API gives.
 * @param bearerToken of an experimenter: for originals, which raters do not see
 */
export function picturesOf({ baseUrl, bearerToken }: { readonly baseUrl: string; readonly bearerToken: string }): (address: string) => Promise<Uint8Array> {
  return async (address) => {
    const url = new URL(address, baseUrl);
    const response = await fetch(url, { headers: { Authorization: `Bearer ${bearerToken}` } });
    if (!response.ok) throw new Error(`The picture ${url.pathname} could not be fetched: the API answered ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
