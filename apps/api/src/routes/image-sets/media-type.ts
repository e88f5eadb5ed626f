/** First bytes of the formats that browsers show. */
const signatures: readonly (readonly [mediaType: string, matches: (text: string) => boolean])[] = [
  ['image/png', (text) => text.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (text) => text.startsWith('\xff\xd8\xff')],
  ['image/gif', (text) => text.startsWith('GIF8')],
  ['image/webp', (text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP'],
  ['image/avif', (text) => text.slice(4, 12) === 'ftypavif'],
  ['image/tiff', (text) => text.startsWith('II*\0') || text.startsWith('MM\0*')],
];

/** The media type of an image by its bytes; what its sender calls it decides nothing. */
export function mediaTypeOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return signatures.find(([, matches]) => matches(text))?.[0] ?? 'application/octet-stream';
}
