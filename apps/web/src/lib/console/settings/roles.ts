import type { Role, TokenScope } from '../../api/views.ts';

/** What an account may do, in words. */
export const roleOptions: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads, changes nothing' },
  { value: 'experimenter', label: 'Experimenter: does all that studies need' },
  { value: 'owner', label: 'Owner: manages accounts too' },
];

/** What a token may be for, in words. */
export const scopeLabels: Readonly<Record<TokenScope, string>> = {
  read: 'Read: networks, studies, results, data sets',
  write: 'Write: change all of these',
  simulate: 'Simulate: sessions of simulated raters',
  recruit: 'Recruit: recruiting platforms and money',
};
