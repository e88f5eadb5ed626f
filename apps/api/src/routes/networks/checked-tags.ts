import type { Issue } from '@lookalike/errors';
import { ownFactorNames } from '@lookalike/study';
import { ApiError } from '../../http/api-error.ts';

const namePattern = /^[a-z][a-z0-9_]{0,39}$/;
const maximumLength = 200;

/** Tags as they are kept: values without spaces around them. @throws ApiError network.tags_invalid, with an issue for each that cannot be */
export function checkedTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const trimmed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, value.trim()]));
  const issues = Object.entries(trimmed).flatMap(([name, value]) => issueOf(name, value) ?? []);
  if (issues.length === 0) return trimmed;
  throw new ApiError('network.tags_invalid', issues.length === 1 ? 'One tag cannot be kept.' : `${issues.length} tags cannot be kept.`, { fix: 'See the issues.', issues });
}

function issueOf(name: string, value: string): Issue | undefined {
  const issue = (message: string, fix: string): Issue => ({ path: `/tags/${name}`, code: 'network.tags_invalid', message, fix });
  if (!namePattern.test(name)) return issue(`"${name}" cannot be a tag’s name.`, 'Use at most 40 lower-case letters, digits and underscores, a letter first, such as training_loss.');
  if (ownFactorNames.includes(name)) return issue(`Conditions of a study have a "${name}" of their own.`, 'Choose another name.');
  if (value === '') return issue(`The tag "${name}" is empty.`, 'Give it a value, or leave it out.');
  if (value.length > maximumLength) return issue(`The value of "${name}" has ${value.length} characters.`, `Shorten it to ${maximumLength}.`);
  return undefined;
}
