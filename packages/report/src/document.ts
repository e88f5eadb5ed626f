import type { Figure } from '@lookalike/figures';

/** A part of a document, without any markup: each writer has its own. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Names and what they are. */
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'figure'; readonly figure: Figure }
  /** Small ones, side by side. */
  | { readonly kind: 'pictures'; readonly pictures: readonly Picture[] }
  /** What only a person can write. It is marked so that nobody overlooks it. */
  | { readonly kind: 'to-fill'; readonly prompt: string };

/** A picture with its bytes in it, so that nothing is loaded from anywhere. */
export interface Picture {
  /** `data:image/webp;base64,…`, or a PNG. */
  readonly dataUri: string;
  readonly caption: string;
}

export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}
