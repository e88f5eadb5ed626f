import type { ResponseSubmission } from '@lookalike/study';

/** What is kept of the event with which a rater answers. */
export interface Input {
  readonly inputType: ResponseSubmission['inputType'];
  /** The event's own time, on the clock of performance.now(). */
  readonly atMs: number;
  /** Whether the browser says that a person made it. */
  readonly isTrusted: boolean;
  /** The key's place on the keyboard; absent where no key was pressed. */
  readonly keyCode?: string;
}

export function keyInput({ timeStamp, isTrusted, code }: KeyboardEvent): Input {
  return { inputType: 'keyboard', atMs: timeStamp, isTrusted, keyCode: code };
}

/** @param pointerType of the press before the click: browsers differ in whether a click knows it */
export function clickInput({ detail, timeStamp, isTrusted }: MouseEvent, pointerType: string | undefined): Input {
  return { inputType: inputTypeOf({ pressCount: detail, pointerType }), atMs: timeStamp, isTrusted };
}

/** The kind of input behind a click. One that counts no presses came from the keyboard (Enter or Space on the button) or from assistive technology. */
export function inputTypeOf({ pressCount, pointerType }: { readonly pressCount: number; readonly pointerType: string | undefined }): Input['inputType'] {
  if (pressCount === 0) return 'keyboard';
  return pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse';
}
