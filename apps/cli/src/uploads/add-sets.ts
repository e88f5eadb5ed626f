import { ApiError, dataOf, unfitFiles, type ApiClient, type components } from '@lookalike/client';
import { readUploadFile, readUploadFiles, type UploadFile } from './read-upload-files.ts';

type Schemas = components['schemas'];

export interface NewImageSet {
  readonly name: string;
  /** A folder, a ZIP file or one image. */
  readonly path: string;
  /** A CSV file of labels and terms, where it does not lie in the folder. */
  readonly labels: string | undefined;
  /** Goes on without files that are no images, too large or there twice. */
  readonly leavesUnfitOut: boolean;
}

/** Adds an image set. @returns the set, and the paths that were left out. @throws ApiError with an issue for each file and row that is unfit; CliError */
export async function addImageSet(client: ApiClient, { name, path, labels, leavesUnfitOut }: NewImageSet): Promise<{ readonly set: Schemas['ImageSetDetail']; readonly leftOut: readonly string[] }> {
  const files = await readUploadFiles(path);
  const table = labels === undefined ? undefined : await readUploadFile(labels);
  const send = async (leftOut: readonly string[]): Promise<Schemas['ImageSetDetail']> => {
    const form = formOf(name, files.filter((file) => !leftOut.includes(file.path)));
    form.set('leaveOut', JSON.stringify(leftOut));
    if (table !== undefined) form.set('labels', new Blob([table.bytes]), table.path);
    return dataOf(await client.POST('/api/image-sets', bodyOf(form)));
  };
  try {
    return { set: await send([]), leftOut: [] };
  } catch (error) {
    const leftOut = leavesUnfitOut && error instanceof ApiError ? unfitFiles({ code: error.code, issues: issuesOf(error) }).map((issue) => issue.path) : [];
    if (leftOut.length === 0) throw error;
    return { set: await send(leftOut), leftOut };
  }
}

/** Adds stimuli that another program made. @throws ApiError with an issue for each file and row that is unfit; CliError */
export async function addStimulusSet(client: ApiClient, { name, path, table }: { readonly name: string; readonly path: string; readonly table: string | undefined }): Promise<Schemas['StimulusSetDetail']> {
  const form = formOf(name, await readUploadFiles(path));
  if (table !== undefined) {
    const file = await readUploadFile(table);
    form.set('table', new Blob([file.bytes]), file.path);
  }
  return dataOf(await client.POST('/api/stimulus-sets', bodyOf(form)));
}

/** What the API found unfit, one line for each. */
export function issuesOf(error: ApiError): readonly Schemas['ProblemIssue'][] {
  const { issues } = error.details;
  return Array.isArray(issues) ? (issues as Schemas['ProblemIssue'][]) /* the API's document says so */ : [];
}

function formOf(name: string, files: readonly UploadFile[]): FormData {
  const form = new FormData();
  form.set('name', name);
  for (const { path, bytes } of files) form.append('files', new Blob([bytes]), path);
  return form;
}

/** A form is sent as it is; its fields are described by the API's document, which has no type for files. */
function bodyOf(form: FormData): { body: never; bodySerializer: () => FormData } {
  return { body: form as never, bodySerializer: () => form };
}
