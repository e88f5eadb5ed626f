import type { Column, RowOf } from '../column.ts';

/** The networks whose IRIs the study shows. */
export const networkColumns = {
  network_id: { type: 'text', meaning: 'Identifies the row: the network, by its id in Lookalike.' },
  name: { type: 'text', meaning: 'Its name now; conditions have the name at launch.' },
  file_hash: { type: 'text', meaning: 'SHA-256 of its file, or of the list of its files.' },
  format: { type: 'text', meaning: 'Format of its file, such as onnx.' },
  producer: { type: 'text', meaning: 'The program that wrote the file.', missing: 'the file does not say' },
  preprocessing: { type: 'text', meaning: 'What is done to images before the network takes them, in words.' },
  input_height_px: { type: 'integer', unit: 'px', minimum: 1, meaning: 'Height of its input.' },
  input_width_px: { type: 'integer', unit: 'px', minimum: 1, meaning: 'Width of its input.' },
  parameter_count: { type: 'integer', minimum: 0, meaning: 'Numbers among its weights.' },
  multiply_add_count: { type: 'integer', minimum: 0, meaning: 'Multiply-adds for one image.' },
  tags: { type: 'text', meaning: 'What its makers say it is, as JSON.', missing: 'nothing is said' },
} as const satisfies Readonly<Record<string, Column>>;

export type NetworkRow = RowOf<typeof networkColumns>;
