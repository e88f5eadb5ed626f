import type { Presentation, Sight } from '@lookalike/study';

/**
 * What a simulated rater learns from the feedback of practice, as people do, where trials offer words: pictures that it has named rightly, and
 * words that were wrong for a picture. Without it, nobody could pass the practice who does not know what the words stand for.
 */
export class PracticeMemory {
  readonly #exemplars = new Map<string, readonly string[]>();
  readonly #wrong = new Map<string, ReadonlySet<string>>();

  /** Pictures that were rightly named so. */
  readonly labelled: Sight['labelled'] = (label) => this.#exemplars.get(label) ?? [];

  /** The trial without the words that were wrong for its picture before. */
  remembering(presentation: Presentation): Presentation {
    const wrong = this.#wrong.get(queryOf(presentation));
    return presentation.choices === undefined || wrong === undefined ? presentation : { ...presentation, choices: presentation.choices.filter(({ id }) => !wrong.has(id)) };
  }

  learn(presentation: Presentation, answer: Readonly<Record<string, unknown>>, isRight: boolean): void {
    const query = queryOf(presentation);
    const chosen = presentation.choices?.find(({ id }) => Object.values(answer).includes(id))?.id;
    if (chosen === undefined) return;
    if (isRight) this.#exemplars.set(chosen, [...this.labelled(chosen), query]);
    else this.#wrong.set(query, new Set([...(this.#wrong.get(query) ?? []), chosen]));
  }
}

function queryOf({ pictures }: Presentation): string {
  return pictures.find(({ group }) => group === 'query')?.hash ?? '';
}
