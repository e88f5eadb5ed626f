// Before the first paint, so that a page never flashes in the other scheme. The one place that resolves the scheme:
// a stored choice, else the system's; src/lib/design/theme.svelte.ts stores the choice and calls this again.
(function () {
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  function apply() {
    var choice = null;
    try {
      choice = localStorage.getItem('lookalike.theme');
    } catch {
      // Storage is refused: the system's scheme applies.
    }
    var theme = choice === 'light' || choice === 'dark' ? choice : dark.matches ? 'dark' : 'light';
    document.documentElement.setAttribute('data-theme', theme);
  }
  apply();
  dark.addEventListener('change', apply);
  window.addEventListener('lookalike:theme', apply);
})();
