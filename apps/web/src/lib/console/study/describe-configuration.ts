import { ruleOf } from '@lookalike/study';
import type { StudyConfiguration } from '../../api/views.ts';

/** What a task's own settings say, in words after the task's title; '' where it has none. */
export function describeTaskSettings({ name: _told, ...settings }: StudyConfiguration['task']): string {
  const parts = Object.entries(settings).map(([name, value]) => `${inWords(name)}: ${describe(value)}`);
  return parts.length === 0 ? '' : `. ${parts.join('; ')}`;
}

/** How pictures are shown, in words. */
export function describePresentation({ order, leadMs, queryMs, maskMs, answerLimitMs, sizeUnit, size, smallestSizePx, scaling, asksConfidence, asksComment }: StudyConfiguration['presentation']): string {
  const orders = {
    'all-at-once': 'all at once',
    'query-first': `query first for ${leadMs} ms`,
    'options-first': `options first for ${leadMs} ms`,
    'brief-query': `query for ${queryMs} ms, mask for ${maskMs} ms`,
  };
  return [
    orders[order],
    `${size} ${sizeUnit === 'mm' ? 'mm' : 'px'}${smallestSizePx === null ? '' : `, at least ${smallestSizePx} px`}, ${scaling}`,
    ...(answerLimitMs === null ? [] : [`${answerLimitMs} ms to answer`]),
    ...(asksConfidence ? ['confidence'] : []),
    ...(asksComment ? ['comment'] : []),
  ].join('; ');
}

/** What fails a session, in words. */
export function describeQuality(rules: StudyConfiguration['quality']): string {
  if (rules.length === 0) return 'none: every finished session counts';
  return rules.map((settings) => `${ruleOf(settings).definition(settings)} (${settings.action === 'end' ? 'ends it' : 'flagged'})`).join('; ');
}

/** `setSize` as "set size". */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return value.map(describe).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(describe).join(', ');
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
