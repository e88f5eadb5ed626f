/** The fields that the form shows, so that issues of others are shown with the message. */
export const uploadFieldPaths = ['/name', '/card', '/preset', '/widthPx', '/imageShape', '/otherInputs', '/preprocessing/range', '/preprocessing/channelOrder', '/preprocessing/mean', '/preprocessing/standardDeviation', '/preprocessing/resize/shorterSidePx'] as const;

/** What a network may be called after its files: the .onnx file, or the folder of a model.json. */
export function nameOfNetwork(fileNames: readonly string[]): string {
  const main = fileNames.find((name) => /\.onnx$/i.test(name));
  if (main !== undefined) return main.replace(/\.onnx$/i, '');
  return fileNames.length === 1 ? fileNames[0]!.replace(/\.[^.]*$/, '') : '';
}

/** A way to prepare images that the form offers. */
interface Preset {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

/** The choices for images in colour and grey: which of them fit shows when the file is read. */
export function presetChoices(colour: readonly Preset[], grey: readonly Preset[]): readonly { readonly value: string; readonly label: string }[] {
  const ids = new Set(colour.map(({ id }) => id));
  const only = grey.filter(({ id }) => !ids.has(id)).map(({ label, ...preset }) => ({ ...preset, label: `Grey, ${label}` }));
  return [...colour, ...only].map(({ id, label, description }) => ({ value: id, label: `${label}: ${description}` }));
}
