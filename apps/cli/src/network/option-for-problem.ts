/** By code of a problem: the option that says what the file does not. */
const options: Readonly<Record<string, string>> = { 'graph.dynamic_size': '--size', 'graph.image_shape_unknown': '--image-shape', 'graph.other_inputs_unknown': '--input' };

/** The message of a problem, with the option that solves it, if one does. */
export function withOption({ code, message }: { readonly code: string; readonly message: string }): string {
  const option = options[code];
  return option === undefined ? message : `${message} Say it with ${option}.`;
}
