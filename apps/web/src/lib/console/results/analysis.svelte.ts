import type { paths } from '@lookalike/client';
import { api, type Reply } from '../../api/client.ts';
import { noAnswer } from '../../api/fault.ts';
import { ask } from '../ask.ts';
import { useResource, type Resource } from '../resource.svelte.ts';
import { askUntilThere, type Progress } from './ask-until-there.ts';

type SectionPath<Section extends string = string> = `/api/studies/{studyId}/analysis/${Section}`;
/** A section of results, by the name that its address has. */
export type SectionName = keyof paths extends infer Path ? (Path extends SectionPath<infer Section> ? Section : never) : never;
/** What the API says of a section. */
export type AnalysisOf<Section extends SectionName> = paths[SectionPath<Section>]['get']['responses'][200]['content']['application/json'];

/** Whose answers, of which study, and what else a section can be asked. */
export interface AnalysisAsked {
  readonly studyId: string;
  readonly kind: 'person' | 'simulated' | 'test' | 'all';
  readonly include: 'passed' | 'all';
  /** Numbers as digits, as the address has them. */
  readonly equivalenceMargin?: string;
  readonly distanceRatio?: string;
  readonly acceptanceDifference?: string;
}

/** A section of results for as long as a component shows it. */
export interface Analysis<T> {
  /** The last that was computed stays while a newer one is. */
  readonly resource: Resource<T>;
  /** How far what was asked for last is; undefined when it is there. */
  readonly progress: Progress | undefined;
}

/** Between two questions of how far it is. */
const ASK_EVERY_MS = 1000;

/**
 * Asks for a section of results until it is there, and anew whenever what `question` reads changes and every `everyMs()`.
 * To be called while a component is being made.
 * @param question undefined as long as it is not known whose answers to ask for
 */
export function useAnalysis<Section extends SectionName>(section: Section, question: () => AnalysisAsked | undefined, everyMs: () => number | undefined = () => undefined): Analysis<AnalysisOf<Section>> {
  let progress: Progress | undefined = $state.raw();
  let latest = 0;

  async function load(): Promise<Reply<AnalysisOf<Section>>> {
    const asked = question();
    const turn = ++latest;
    if (asked === undefined) return new Promise<never>(() => {});
    const reply = await askUntilThere({
      ask: () => askFor(section, asked),
      told: (next) => (progress = next),
      wait: () => new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS)),
      isOver: () => turn !== latest,
    });
    // The resource takes no notice of it: a later question counts, or nobody is there.
    return reply ?? { ok: false, fault: noAnswer };
  }

  const resource = useResource(load, everyMs);
  $effect(() => () => {
    latest++;
  });
  return {
    resource,
    get progress() {
      return progress;
    },
  };
}

function askFor<Section extends SectionName>(section: Section, { studyId, ...query }: AnalysisAsked): Promise<Reply<AnalysisOf<Section> | Progress>> {
  const path = `/api/studies/{studyId}/analysis/${section}` satisfies SectionPath;
  // All sections take the same question; the client's type cannot follow a section that is a parameter.
  const get = api.GET as (path: string, init: object) => Promise<{ data?: AnalysisOf<Section> | Progress; error?: unknown; response: Response }>;
  return ask(get(path, { params: { path: { studyId }, query } }));
}
