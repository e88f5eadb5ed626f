/**
 * Fails the build when a built page has a script or style in it, which `script-src 'self'` and `style-src 'self'` refuse.
 * @returns {import('vite').Plugin}
 */
export function onlyExternalScripts() {
  return {
    name: 'only-external-scripts',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: refuseInlineCode },
  };
}

/**
 * @param {string} html
 * @throws {Error} naming the first inline script, style or handler
 */
export function refuseInlineCode(html) {
  const [inline] = /<script(?![^>]*\ssrc=)[^>]*>|<style[^>]*>|<[^>]+\s(?:style|on[a-z]+)=[^>]*>/.exec(html) ?? [];
  if (inline === undefined) return;
  throw new Error(`The page has ${inline} in it, which its content security policy refuses. Put it into a file of its own.`);
}
