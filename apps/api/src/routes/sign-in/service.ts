import type { ExperimenterView } from './schemas.ts';

export interface SignInService {
  /** @throws ApiError sign_in.wrong, sign_in.too_many */
  signIn(email: string, password: string, address: string): Promise<{ experimenter: ExperimenterView; token: string; expiresAt: Date }>;
  signOut(token: string): Promise<void>;
  /** Whose token this is; undefined if nobody's or expired. */
  experimenterOf(token: string): Promise<ExperimenterView | undefined>;
}
