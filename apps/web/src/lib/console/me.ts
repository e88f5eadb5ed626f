import { getContext, setContext } from 'svelte';
import type { MeView } from '../api/views.ts';
import type { Resource } from './resource.svelte.ts';

const key = Symbol('me');

/** Makes who is signed in known to the pages inside the console's frame. */
export function provideMe(me: Resource<MeView>): void {
  setContext(key, me);
}

/** Who is signed in, within the console's frame. */
export function useMe(): Resource<MeView> {
  return getContext<Resource<MeView>>(key);
}
