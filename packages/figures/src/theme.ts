import type { Tone } from './marks.ts';

/** The colours of the design (`tokens.css` of the web app) where there is no page to ask. */
export const themes = {
  light: { ink: '#171717', muted: '#565656', grid: '#d6d6d6', axis: '#7c7c7c', surface: '#ffffff', primary: '#12616f', secondary: '#b4501e', third: '#6a4aa5', fourth: '#4d7a1f', fifth: '#a03070', reference: '#8c8c8c' },
  dark: { ink: '#ececec', muted: '#adadad', grid: '#393939', axis: '#828282', surface: '#1e1e1e', primary: '#74c7d6', secondary: '#eb9a63', third: '#b8a0f0', fourth: '#a5cf6f', fifth: '#f09ac8', reference: '#8f8f8f' },
} as const satisfies Readonly<Record<string, Readonly<Record<Tone, string>>>>;

export type Theme = keyof typeof themes;
