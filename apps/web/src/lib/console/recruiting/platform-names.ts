import { platforms, type PlatformName } from '@lookalike/recruiting';

/** What an experimenter chooses that is no platform of its own name. */
const chosen: Readonly<Partial<Record<PlatformName, string>>> = { link: 'Anybody with the link', panel: 'Another panel' };

/** Where raters come from, in the experimenter's words, in the order in which it is offered. */
export const platformNames = Object.fromEntries(platforms.map(({ name, label }) => [name, chosen[name] ?? label])) as Readonly<Record<PlatformName, string>>; // All platforms have their names.
