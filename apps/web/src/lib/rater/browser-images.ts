import { ImageLoader } from './image-loader.ts';

/** Loads and decodes one image; rejects when it cannot be fetched or is not an image. */
async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

export function browserImageLoader(onStuck: (url: string | undefined) => void): ImageLoader<HTMLImageElement> {
  return new ImageLoader({
    load: loadImage,
    now: () => performance.now(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    onStuck,
  });
}
