import type { Upload } from '../../http/uploads.ts';
import type { ImageSetDetail, ImageSetView } from './schemas.ts';

export interface ImageSetService {
  list(): Promise<ImageSetView[]>;
  /** @throws ApiError images.set_not_found */
  get(imageSetId: string): Promise<ImageSetDetail>;
  /** Stores a whole set or, when one image is unfit, nothing. @throws ApiError images.refused with an issue per file */
  create(upload: Upload): Promise<ImageSetDetail>;
}
