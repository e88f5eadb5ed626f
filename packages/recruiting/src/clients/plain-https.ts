/** An address that the server may open as far as its form goes: https, at the usual port, without a user name and a password. Undefined for every other text. */
export function plainHttps(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '' ? url : undefined;
}
