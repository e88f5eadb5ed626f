// The rater's page: a program of its own, without SvelteKit and without the console.
import './rater.css';
import { mount } from 'svelte';
import { linkTokenOf } from './link-token.ts';
import Rater from './Rater.svelte';

const target = document.querySelector('#rater')!; // It stands in rater.html.
const linkToken = linkTokenOf(location.pathname);
const search = new URLSearchParams(location.search);
const previewKey = search.get('preview');

// Loaded only for who previews: raters' pages stay small.
if (previewKey === null) mount(Rater, { target, props: { linkToken, search } });
else mount((await import('../lib/rater/preview/Preview.svelte')).default, { target, props: { linkToken, previewKey } });
