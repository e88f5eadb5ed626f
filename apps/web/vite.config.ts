import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defaultClientConditions, defineConfig } from 'vite';
import { withoutInlineStyle } from './build-support/without-inline-style.js';

const api = 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [withoutInlineStyle(), tailwindcss(), sveltekit()],
  // The pure packages are taken from their sources, as everywhere in the project.
  resolve: { conditions: ['lookalike-source', ...defaultClientConditions] },
  // Small assets stay files: data: addresses would need a wider content security policy.
  build: { assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', proxy: { '/api': api, '/docs': api } },
});
