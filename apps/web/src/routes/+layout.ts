// A single-page app: the API serves one page for every address.
export const ssr = false;
export const prerender = false;
