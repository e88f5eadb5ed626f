/** Adds parameters to a link as a platform wants them: its placeholders are not encoded, or it would not find them. */
export function placeheldLink(raterUrl: string, parameters: readonly (readonly [name: string, placeholder: string])[]): string {
  if (parameters.length === 0) return raterUrl;
  return `${raterUrl}${raterUrl.includes('?') ? '&' : '?'}${parameters.map(([name, placeholder]) => `${name}=${placeholder}`).join('&')}`;
}
