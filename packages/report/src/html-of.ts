import { assertNever } from '@lookalike/errors';
import { svgOf } from '@lookalike/figures';
import type { Block, ReportDocument } from './document.ts';

/** The document's only style: black on white, for paper too. Nothing is loaded from anywhere. */
const STYLE = `
:root { color-scheme: light; }
body { margin: 2.5rem auto; max-width: 46rem; padding: 0 1.25rem; font: 1rem/1.55 'Inter Variable', Inter, system-ui, 'Helvetica Neue', Arial, sans-serif; color: #171717; background: #fff; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .875rem; }
th, td { border-bottom: 1px solid #c4c4c4; padding: .35rem .5rem .35rem 0; text-align: left; vertical-align: top; overflow-wrap: break-word; }
td.long { overflow-wrap: anywhere; }
thead th { border-bottom-color: #171717; overflow-wrap: normal; }
tr { break-inside: avoid; }
.facts th { width: 13rem; font-weight: 550; }
.facts td { overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
.to-fill { margin: .75rem 0; border: 1.5px dashed #7a4c00; background: #f8ecd0; padding: .6rem .9rem; break-inside: avoid; }
.to-fill strong { display: block; }
.to-fill span { display: block; min-height: 3.5rem; }
svg { display: block; max-width: 100%; height: auto; break-inside: avoid; }
.pictures { display: flex; flex-wrap: wrap; gap: .9rem; margin: .75rem 0; }
.pictures figure { margin: 0; width: 6rem; break-inside: avoid; }
.pictures img { display: block; width: 100%; }
figcaption { margin-top: .25rem; font-size: .75rem; line-height: 1.3; overflow-wrap: anywhere; }
@media (max-width: 30rem) { .facts th { width: 8rem; } }
@media print { .wide { overflow: visible; } table { font-size: 8.5pt; } p, li { orphans: 3; widows: 3; } body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; } .to-fill { background: none; } @page { margin: 2cm; } }
`;

/** What the document may load, wherever it is opened: nothing but what is in it. A server that sends it says the same in its header. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Writes a document as one HTML file that loads nothing and prints well. */
export function htmlOf({ title, blocks }: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${blocks.map(blockHtml).join('\n')}
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading': return `<h2>${escaped(block.text)}</h2>`;
    case 'paragraph': return `<p>${escaped(block.text)}</p>`;
    case 'list': return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`;
    case 'facts': return `<table class="facts">\n<tbody>\n${block.facts.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th>${cellHtml(value)}</tr>`).join('\n')}\n</tbody>\n</table>`;
    case 'table': return `<div class="wide"><table>\n<thead><tr>${block.columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')}</tr></thead>\n<tbody>\n${block.rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`).join('\n')}\n</tbody>\n</table></div>`;
    case 'figure': return svgOf(block.figure, { theme: 'light', background: false });
    case 'pictures': return `<div class="pictures">\n${block.pictures.map(({ dataUri, caption }) => `<figure><img src="${escaped(dataUri)}" alt=""><figcaption>${escaped(caption)}</figcaption></figure>`).join('\n')}\n</div>`;
    case 'to-fill': return `<div class="to-fill"><strong>To be filled in</strong><span>${escaped(block.prompt)}</span></div>`;
    default: return assertNever(block);
  }
}

/** A hash may break anywhere, or it would push the other columns off the page; words may not. */
function cellHtml(text: string): string {
  return `<td${/\S{25}/.test(text) ? ' class="long"' : ''}>${escaped(text)}</td>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (letter) => `&#${letter.charCodeAt(0)};`);
}
