/** Calls what is called often once it has been quiet for a while: of several calls the last counts. */
export interface AfterPause<T> {
  (value: T): void;
  /** Forgets a call that waits. */
  cancel(): void;
}

/** @param pauseMs how long nothing more may come before `act` is called */
export function afterPause<T>(pauseMs: number, act: (value: T) => void): AfterPause<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  return Object.assign((value: T) => {
    cancel();
    timer = setTimeout(() => act(value), pauseMs);
  }, { cancel });
}
