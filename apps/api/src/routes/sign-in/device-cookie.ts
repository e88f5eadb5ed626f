import { hashOfToken, newSecretToken } from '@lookalike/store';
import type { Dependencies } from '../../dependencies.ts';

/** A random number that a browser keeps, so that it can be told from strangers behind the same address. It says nothing else. */
export const deviceCookie = 'lookalike_device';

const purpose = 'sign-in device';

/** A browser as its cookie names it. */
export interface Device {
  readonly cookie: string;
  readonly hash: string;
}

/** Reads the cookie; undefined where it is not one that this installation signed. */
export function readDevice(secrets: Dependencies['secrets'], cookie: string | undefined): Device | undefined {
  const [id, signature, ...rest] = (cookie ?? '').split('.');
  if (cookie === undefined || id === undefined || signature === undefined || rest.length > 0 || !secrets.verify(purpose, id, signature)) return undefined;
  return { cookie, hash: hashOfToken(id) };
}

export function newDevice(secrets: Dependencies['secrets']): Device {
  const id = newSecretToken();
  return { cookie: `${id}.${secrets.sign(purpose, id)}`, hash: hashOfToken(id) };
}
