export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'lookalike.theme';

/** The choice of colour scheme. `static/theme.js` resolves and applies it, before the first paint and at each change. */
export class Theme {
  #choice: ThemeChoice = $state(stored());

  get choice(): ThemeChoice {
    return this.#choice;
  }

  set choice(choice: ThemeChoice) {
    this.#choice = choice;
    try {
      if (choice === 'system') localStorage.removeItem(key);
      else localStorage.setItem(key, choice);
    } catch {
      // Storage is refused: the choice cannot be kept, and the system's scheme stays.
    }
    window.dispatchEvent(new Event('lookalike:theme'));
  }
}

function stored(): ThemeChoice {
  try {
    const choice = localStorage.getItem(key);
    return choice === 'light' || choice === 'dark' ? choice : 'system';
  } catch {
    return 'system';
  }
}
