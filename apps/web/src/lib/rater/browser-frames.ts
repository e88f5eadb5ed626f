/** Resolves, with the frame's time, at the beginning of the next frame: what is changed then is painted in it. */
export function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
