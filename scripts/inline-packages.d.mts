import type { Plugin } from 'esbuild';

export const inlinePackages: Plugin;
