/** The fields that the form shows, so that issues of others are shown with the message. */
export const uploadFieldPaths = ['/name', '/card', '/preset', '/widthPx', '/preprocessing/range', '/preprocessing/channelOrder', '/preprocessing/mean', '/preprocessing/standardDeviation', '/preprocessing/resize/shorterSidePx'] as const;

/** What a network may be called after its files: the .onnx file, or the folder of a model.json. */
export function nameOfNetwork(fileNames: readonly string[]): string {
  const main = fileNames.find((name) => /\.onnx$/i.test(name));
  if (main !== undefined) return main.replace(/\.onnx$/i, '');
  return fileNames.length === 1 ? fileNames[0]!.replace(/\.[^.]*$/, '') : '';
}
