import type { Reply } from '../api/client.ts';
import type { Fault } from '../api/fault.ts';

/** Something read from the API, for as long as a component shows it. */
export class Resource<T> {
  /** The last that was read; stays while it is read again. */
  value: T | undefined = $state.raw();
  /** Why the last reading failed. */
  fault: Fault | undefined = $state.raw();
  readonly #load: () => Promise<Reply<T>>;
  #latest = 0;

  constructor(load: () => Promise<Reply<T>>) {
    this.#load = load;
  }

  /** Reads again. Of overlapping readings the latest one counts. */
  reload = async (): Promise<void> => {
    const turn = ++this.#latest;
    const reply = await this.#load();
    if (turn !== this.#latest) return;
    if (reply.ok) this.value = reply.value;
    this.fault = reply.ok ? undefined : reply.fault;
  };

  /** Takes over what a change of our own has answered, without asking again. */
  replace(value: T): void {
    this.#latest++;
    this.value = value;
    this.fault = undefined;
  }
}

/**
 * Reads now, whenever what `load` reads synchronously changes, and every `everyMs()` milliseconds while that is given and
 * the page is visible; what was due while it was hidden is read when it is seen again. To be called while a component is being made.
 */
export function useResource<T>(load: () => Promise<Reply<T>>, everyMs: (value: T | undefined) => number | undefined = () => undefined): Resource<T> {
  const resource = new Resource(load);
  // What is read anew does not begin the time anew.
  const period = $derived(everyMs(resource.value));
  $effect(() => {
    void resource.reload();
  });
  $effect(() => {
    if (period === undefined) return;
    let isDue = false;
    const readIfSeen = (): void => {
      if (!isDue || document.hidden) return;
      isDue = false;
      void resource.reload();
    };
    const timer = setInterval(() => {
      isDue = true;
      readIfSeen();
    }, period);
    document.addEventListener('visibilitychange', readIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', readIfSeen);
    };
  });
  return resource;
}
