/** A piece of a line. Links keep their words only: a card's links lead to files beside it, which are not here. */
export type Span = { readonly kind: 'text' | 'strong' | 'code'; readonly text: string };

export type Block =
  | { readonly kind: 'heading'; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Span[])[])[] };

const listItem = /^\s*(?:[-*]|\d+\.)\s+/;
const tableRule = /^\|(?=.*-)[\s:|-]+\|$/;

/** The part of Markdown that network cards use: headings, paragraphs, lists, tables, strong, code, links. The rest stays as it was written. */
export function cardBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) blocks.push(blockOf(open));
    open = [];
  };
  for (const line of markdown.split('\n').map((each) => each.trimEnd())) {
    if (line === '') close();
    else if (line.startsWith('#')) {
      close();
      blocks.push({ kind: 'heading', spans: spans(line.replace(/^#+\s*/, '')) });
    } else {
      // A list or a table may follow a paragraph without an empty line.
      const first = open[0];
      if (first !== undefined && kindOf(first) === 'paragraph' && kindOf(line) !== 'paragraph') close();
      open.push(line);
    }
  }
  close();
  return blocks;
}

function kindOf(line: string): 'list' | 'table' | 'paragraph' {
  if (listItem.test(line)) return 'list';
  return line.startsWith('|') ? 'table' : 'paragraph';
}

function blockOf(lines: readonly string[]): Block {
  switch (kindOf(lines[0] ?? '')) {
    case 'list': {
      const items: string[] = [];
      for (const line of lines) {
        if (listItem.test(line)) items.push(line.replace(listItem, ''));
        else items.push(`${items.pop() ?? ''} ${line.trim()}`);
      }
      return { kind: 'list', items: items.map(spans) };
    }
    case 'table':
      return { kind: 'table', rows: lines.filter((line) => !tableRule.test(line)).map((line) => line.slice(1, line.endsWith('|') ? -1 : undefined).split('|').map((cell) => spans(cell.trim()))) };
    case 'paragraph':
      return { kind: 'paragraph', spans: spans(lines.map((line) => line.trim()).join(' ')) };
  }
}

function spans(text: string): readonly Span[] {
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  return plain.split(/(`[^`]+`|\*\*[^*]+\*\*)/).filter((part) => part !== '').map((part) => {
    if (part.startsWith('`') && part.length > 2) return { kind: 'code', text: part.slice(1, -1) };
    if (part.startsWith('**') && part.length > 4) return { kind: 'strong', text: part.slice(2, -2) };
    return { kind: 'text', text: part };
  });
}
