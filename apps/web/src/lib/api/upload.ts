import type { Reply } from './client.ts';
import { faultOf, noAnswer } from './fault.ts';
import { parseRetryAfterMs } from './retry.ts';

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/**
 * Posts a form and says how far it is: fetch cannot. Whoever calls it knows what the API answers on success.
 * @param path on this page's own origin
 */
export function upload<T>(path: string, form: FormData, onProgress: (progress: UploadProgress) => void): Promise<Reply<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'json';
    request.setRequestHeader('X-Lookalike-Request', '1');
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sentBytes: loaded, totalBytes: total });
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) resolve({ ok: true, value: request.response as T });
      else resolve({ ok: false, fault: faultOf({ status, body: request.response, retryAfterMs: parseRetryAfterMs(request.getResponseHeader('retry-after')) }) });
    };
    request.onerror = () => resolve({ ok: false, fault: noAnswer });
    request.onabort = request.onerror;
    request.send(form);
  });
}
