import { elementOf } from './element-of.ts';
import type { Figure } from './figure.ts';
import { themes, type Theme } from './theme.ts';

const fonts = "'Inter Variable', Inter, system-ui, 'Helvetica Neue', Arial, sans-serif";

/** Writes a figure as one SVG document, which needs no style sheet and no font of ours. @param background false leaves the ground to what lies behind */
export function svgOf({ widthPx, heightPx, title, description, marks }: Figure, { theme, background = true }: { readonly theme: Theme; readonly background?: boolean }): string {
  const colours = themes[theme];
  const ground = background ? `<rect width="${widthPx}" height="${heightPx}" fill="${colours.surface}"/>` : '';
  const body = marks.map((mark) => {
    const { name, attributes, text } = elementOf(mark, (tone) => colours[tone]);
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`).join('');
    return text === undefined ? `<${name}${written}/>` : `<${name}${written}>${escaped(text)}</${name}>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" role="img" font-family="${fonts}">\n` +
    `<title>${escaped(title)}</title>\n<desc>${escaped(description)}</desc>\n${[ground, ...body].filter((line) => line !== '').join('\n')}\n</svg>\n`;
}

/** XML has no way at all to write most control characters, so they are left out. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '').replace(/[&<>"']/gu, (letter) => `&#${letter.charCodeAt(0)};`);
}
