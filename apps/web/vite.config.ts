import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { raterPageInDevelopment } from './build-support/rater-page-in-development.js';
import { withoutInlineStyle } from './build-support/without-inline-style.js';

// `npm run dev` says where the API is.
const api = process.env['API_URL'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [raterPageInDevelopment(), withoutInlineStyle(), tailwindcss(), sveltekit()],
  ssr: { noExternal: [/^@lookalike\//] },
  // Small assets stay files: data: addresses would need a wider content security policy.
  build: { assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/docs': api } },
});
