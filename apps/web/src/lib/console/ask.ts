import { goto } from '$app/navigation';
import { replyOf, type Reply } from '../api/client.ts';
import type { Fault } from '../api/fault.ts';

/** Where to sign in, and where to return to afterwards. */
export function signInAddress(returnTo: string): string {
  return `/console/sign-in?next=${encodeURIComponent(returnTo)}`;
}

/** The path to return to after signing in: within the console only, so that a crafted link leads nowhere else. */
export function returnAddress(next: string | null): string {
  return next !== null && /^\/console(?:[/?#]|$)/.test(next) ? next : '/console';
}

/** A request of the console. When the sign-in has run out, leads to the sign-in page and back. */
export async function ask<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Reply<T>> {
  const reply = await replyOf(request);
  if (!reply.ok) await leadToSignIn(reply.fault);
  return reply;
}

/** Leads to the sign-in page and back where a request found that the sign-in has run out. */
export async function leadToSignIn({ code }: Fault): Promise<void> {
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- the web app is always at the server's root
  if (code === 'sign_in.required') await goto(signInAddress(location.pathname + location.search));
}
