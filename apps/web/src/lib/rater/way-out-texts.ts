import { platformOf } from '@lookalike/recruiting/ways';
import type { WayOut } from '../api/views.ts';

/** What a platform is called there; a panel and a plain link have many names. */
function nameOf(platform: WayOut['platform']): string | undefined {
  return platform === undefined || platform === 'panel' || platform === 'link' ? undefined : platformOf({ platform }).label;
}

/** What is left to do on the recruiting platform, in words. */
export function wayOutTexts({ platform, task, code }: Omit<WayOut, 'ending'>): { readonly goBack: string; readonly task: string } {
  const name = nameOf(platform);
  const there = name ?? 'the site that you came from';
  return { goBack: name === undefined ? 'Return to where you came from' : `Return to ${name}`, task: taskText(task, there, code !== undefined) };
}

function taskText(task: WayOut['task'], there: string, hasCode: boolean): string {
  switch (task) {
    case 'enter_code': return `Enter the code on ${there}. If you came by a plain link, you may close this page.`;
    case 'go_back': return hasCode ? `If ${there} does not open, go there and enter the code.` : '';
    case 'return_task': return `Please return the task on ${there}, so that nothing is counted against you. Then you may close this page.`;
    case 'submit_without_code': return `Please submit on ${there} and say that you have no code: a person looks at it.`;
    case 'cancel_sign_up': return `Please cancel your sign-up on ${there}. Then you may close this page.`;
    case 'wait_for_credit': return `Your credit is entered on ${there} for you. You may close this page.`;
    case 'nothing': return 'You may close this page.';
  }
}
