import type { Reply } from '../../api/client.ts';
import type { Fault } from '../../api/fault.ts';
import type { ConditionRequest, StudyConfiguration, StudyRequest, RunView } from '../../api/views.ts';
import { withTask } from './change-task.ts';
import type { StudyMaterial } from './study-material.ts';
import { defaultNames, unusableNames } from './condition-names.ts';
import { sourceOfRun, sourceOfStimuli, type ConditionSource } from './condition-source.ts';

type TaskName = StudyConfiguration['task']['name'];
type Reference = NonNullable<ConditionRequest['reference']>;
type Stimuli = NonNullable<ConditionRequest['stimuli']>;

/** A condition as the form holds it. */
export interface ConditionDraft {
  readonly runId?: string | undefined;
  readonly reference?: Reference | undefined;
  readonly stimuli?: Stimuli | undefined;
  /** Typed by hand; '' while it is named by what it is. */
  typedName: string;
  readonly key: number;
}

/** What of a form is kept, and what a form begins with. */
export interface StudyFormState {
  readonly configuration: StudyConfiguration;
  readonly conditions: readonly ConditionRequest[];
}

interface Parts {
  readonly initial: StudyFormState;
  readonly material: StudyMaterial;
  /** What a new study of a task begins with. */
  readonly defaultOf: (task: TaskName) => Promise<Reply<StudyConfiguration>>;
}

/** A study while it is being written. */
export class StudyDraft {
  configuration: StudyConfiguration = $state()!; // Set at once by the constructor.
  conditions: ConditionDraft[] = $state([]);
  /** Why another task could not be loaded. */
  taskFault: Fault | undefined = $state.raw();
  isChangingTask = $state(false);
  readonly #parts: Parts;
  readonly #settingsBefore: Partial<Record<TaskName, StudyConfiguration['task']>> = {};
  #nextKey = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.take(parts.initial);
  }

  /** The form as it is sent. */
  readonly request: StudyRequest = $derived.by(() => ({
    configuration: this.configuration,
    conditions: this.conditions.map(({ runId, reference, stimuli }, position) => ({
      name: this.names[position] ?? '',
      ...(runId !== undefined && { runId }),
      ...(reference !== undefined && { reference }),
      ...(stimuli !== undefined && { stimuli }),
    })),
  }));

  /** In the order of the conditions. */
  readonly sources: readonly ConditionSource[] = $derived.by(() => this.conditions.map((condition) => this.#sourceOf(condition)));
  readonly names: readonly string[] = $derived.by(() => {
    const own = defaultNames(this.sources);
    return this.conditions.map(({ typedName }, position) => (typedName === '' ? (own[position] ?? '') : typedName));
  });
  readonly nameIssues: ReadonlyMap<number, string> = $derived(unusableNames(this.names));

  /** Begins with a form, over what is there. */
  take({ configuration, conditions }: StudyFormState): void {
    this.configuration = structuredClone(configuration);
    const drafts = conditions.map(({ runId, reference, stimuli }): ConditionDraft => ({ runId, reference, stimuli, typedName: '', key: this.#nextKey++ }));
    const own = defaultNames(drafts.map((draft) => this.#sourceOf(draft)));
    this.conditions = drafts.map((draft, position) => {
      const { name } = conditions[position] ?? { name: '' };
      return { ...draft, typedName: name === own[position] ? '' : name };
    });
  }

  runOf({ runId }: ConditionDraft): RunView | undefined {
    return this.#parts.material.runs.find(({ id }) => id === runId);
  }

  addRuns(runIds: readonly string[]): void {
    for (const runId of runIds) this.conditions.push({ runId, typedName: '', key: this.#nextKey++ });
  }

  addStimuli(several: readonly Stimuli[]): void {
    for (const stimuli of several) this.conditions.push({ stimuli, typedName: '', key: this.#nextKey++ });
  }

  addReference(reference: Reference): void {
    this.conditions.push({ reference, typedName: '', key: this.#nextKey++ });
  }

  remove(position: number): void {
    this.conditions.splice(position, 1);
  }

  /** @param by −1: up; 1: down */
  move(position: number, by: -1 | 1): void {
    const [moved] = this.conditions.splice(position, 1);
    if (moved !== undefined) this.conditions.splice(position + by, 0, moved);
  }

  /** Another task: its settings and texts, without losing what was typed. */
  async chooseTask(name: TaskName): Promise<void> {
    const before = this.configuration.task.name;
    if (name === before || this.isChangingTask) return;
    this.isChangingTask = true;
    const [from, to] = await Promise.all([this.#parts.defaultOf(before), this.#parts.defaultOf(name)]);
    this.isChangingTask = false;
    this.taskFault = !from.ok ? from.fault : !to.ok ? to.fault : undefined;
    if (!from.ok || !to.ok) return;
    const now = $state.snapshot(this.configuration);
    this.#settingsBefore[before] = now.task;
    this.configuration = withTask({ configuration: now, from: from.value, to: to.value, settings: this.#settingsBefore[name] });
  }

  #sourceOf({ runId, reference, stimuli }: ConditionDraft): ConditionSource {
    if (reference !== undefined) return { kind: 'reference', reference };
    const run = this.#parts.material.runs.find(({ id }) => id === runId);
    const elsewhere = stimuli && sourceOfStimuli(stimuli, this.#parts.material.stimulusSets);
    if (elsewhere !== undefined) return elsewhere;
    if (run !== undefined) return sourceOfRun(run, this.#parts.material.networks);
    return { kind: 'run', networkName: 'Not there any more', imageSetName: '', layer: '', objective: '', objectiveName: '', seedKind: '', tags: {} };
  }
}
