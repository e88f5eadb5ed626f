import { createContext } from 'svelte';

const key = 'lookalike.keys';

/** Whether single keys answer. They can be turned off: they get in the way of some assistive technology (WCAG 2.1.4). */
export class KeysSetting {
  #on: boolean = $state(read());

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    try {
      localStorage.setItem(key, on ? 'on' : 'off');
    } catch {
      // Storage is refused: the setting holds until the page is left.
    }
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}

export const [useKeys, provideKeys] = createContext<KeysSetting>();
