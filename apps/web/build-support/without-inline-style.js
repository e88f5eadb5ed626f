/**
 * SvelteKit's generated root carries a style attribute on its route announcer, which `style-src 'self'` refuses.
 * The same rules are in src/lib/design/base.css.
 * @returns {import('vite').Plugin}
 */
export function withoutInlineStyle() {
  return {
    name: 'without-inline-style',
    enforce: 'pre',
    transform(code, id) {
      if (!/generated\/root\.svelte$/.test(id)) return null;
      return { code: code.replace(/(<div id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1'), map: null };
    },
  };
}
