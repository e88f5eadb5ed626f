/** Splits an experimenter's plain text into paragraphs (at empty lines) of lines. */
export function paragraphs(text: string): readonly (readonly string[])[] {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map((line) => line.trim()).filter((line) => line !== ''))
    .filter((lines) => lines.length > 0);
}
