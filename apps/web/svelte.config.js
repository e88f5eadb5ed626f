import adapter from '@sveltejs/adapter-static';
import { withoutInlineScript } from './build-support/without-inline-script.js';

/** @type {import('@sveltejs/kit').Config} */
const config = {
  kit: {
    // One page for every address but raters' links (rater.html); the API serves it, so there is no second server to run.
    adapter: withoutInlineScript(adapter({ fallback: 'index.html' }), { page: 'index.html' }),
    // Nothing is rendered at build time, and nothing polls for new versions: a rater must not be reloaded mid-study.
    prerender: { entries: [] },
    typescript: {
      config: (generated) => ({
        ...generated,
        include: [...generated.include, '../build-support/**/*.js', '../vite.rater.config.ts'],
      }),
    },
  },
  compilerOptions: { runes: true },
};

export default config;
