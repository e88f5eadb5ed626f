import { getContext, setContext } from 'svelte';
import type { MeView, Role } from '../api/views.ts';
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

/** Whether an account of this role may change anything, recruit and see payments: a viewer only reads. */
export function mayChange(role: Role | undefined): boolean {
  return role === 'experimenter' || role === 'owner';
}

/** Whether an account of this role manages accounts and reads the log. */
export function mayManage(role: Role | undefined): boolean {
  return role === 'owner';
}

/** {@link mayChange} of who is signed in. What the API would refuse is not offered to them. */
export function useMayChange(): () => boolean {
  const me = useMe();
  return () => mayChange(me.value?.experimenter.role);
}
