import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { onlyExternalScripts } from './build-support/only-external-scripts.js';

// The rater's page, built after the console and into its folder. In development the console's server has it too.
export default defineConfig({
  plugins: [onlyExternalScripts(), tailwindcss(), svelte()],
  publicDir: 'static',
  build: {
    outDir: 'build',
    emptyOutDir: false,
    assetsDir: 'rater-assets',
    // Small assets stay files: data: addresses would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: 'rater.html' },
  },
});
