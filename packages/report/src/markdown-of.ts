import { assertNever } from '@lookalike/errors';
import type { Block, ReportDocument } from './document.ts';

/** Writes a document as Markdown (CommonMark with tables). Figures and pictures are left out: what they show is said in words beside them. */
export function markdownOf({ title, blocks }: ReportDocument): string {
  return `${[`# ${inline(title)}`, ...blocks.flatMap(blockText)].join('\n\n')}\n`;
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case 'heading': return [`## ${inline(block.text)}`];
    case 'paragraph': return [inline(block.text)];
    case 'list': return [block.items.map((item) => `- ${inline(item)}`).join('\n')];
    case 'facts': return [tableText(['', ''], block.facts)];
    case 'table': return [tableText(block.columns, block.rows)];
    case 'figure':
    case 'pictures': return [];
    case 'to-fill': return [`> **To be filled in:** ${inline(block.prompt)}`];
    default: return assertNever(block);
  }
}

function tableText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => '---'), ...rows].map((row, index) => `| ${row.map((cell) => (index === 1 ? cell : inline(cell))).join(' | ')} |`).join('\n');
}

/** Nothing that somebody named a study or a network can become markup, a link or HTML. */
function inline(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().replace(/[\\`*_[\]<>|~#&]/gu, (letter) => `\\${letter}`).replace(/^([-+]|\d+[.)])(?=\s)/u, '\\$1');
}
