// The rater's page: a program of its own, without SvelteKit and without the console.
import './rater.css';
import { mount } from 'svelte';
import { linkTokenOf } from './link-token.ts';
import Rater from './Rater.svelte';

mount(Rater, {
  target: document.querySelector('#rater')!, // It stands in rater.html.
  props: { linkToken: linkTokenOf(location.pathname), search: new URLSearchParams(location.search) },
});
