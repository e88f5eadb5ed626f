import type { Reply } from '../../api/client.ts';
import type { PreviewView } from '../../api/views.ts';
import type { RaterApi } from '../rater-api.ts';
import { endedBy, previewSession, withResponses, type PreviewState } from './preview-state.ts';

/** The calls of a session whose server is this page: nothing leaves it. */
export function previewApi(preview: PreviewView, start: PreviewState): RaterApi {
  let state = start;
  const ok = async <T>(value: T): Promise<Reply<T>> => ({ ok: true, value });
  const become = (next: PreviewState) => {
    state = next;
    return ok(previewSession(preview, state));
  };
  return {
    session: () => ok(previewSession(preview, state)),
    consent: () => become({ ...state, state: 'consented' }),
    decline: () => become(endedBy('no_consent')),
    respond: (responses) => {
      const taken = withResponses(preview, state, responses);
      state = taken.state;
      return ok(taken.reply);
    },
    screen: () => ok(undefined),
    pictureStuck: () => ok(undefined),
    complete: () => become(endedBy('completed')),
    heartbeat: () => ok(undefined),
    withdraw: () => become(endedBy('withdrawn')),
  };
}
