/** The pages of the frame as data: the navigation, the commands and the keyboard shortcuts are made of this. */
import { shellWords } from '../words/shell.ts';
import type { IconName } from './icons.tsx';

export interface PageEntry {
  readonly to:
    | '/'
    | '/flows'
    | '/runs'
    | '/dead-letters'
    | '/unknown'
    | '/held'
    | '/connections'
    | '/notices'
    | '/sample'
    | '/members'
    | '/tokens'
    | '/channels'
    | '/audit'
    | '/account';
  readonly title: string;
  readonly icon: IconName;
  /** Typed after `g`. */
  readonly letter: string;
  /** The run state whose number stands beside the title, because such runs need a person. */
  readonly counted?: 'dead_lettered' | 'unknown' | 'held';
  readonly group: 'work' | 'settings';
}

export const PAGES: readonly PageEntry[] = [
  { to: '/', title: shellWords.home, icon: 'home', letter: 'h', group: 'work' },
  { to: '/flows', title: shellWords.flows, icon: 'flows', letter: 'f', group: 'work' },
  { to: '/runs', title: shellWords.runs, icon: 'runs', letter: 'r', group: 'work' },
  {
    to: '/dead-letters',
    title: shellWords.deadLetters,
    icon: 'letters',
    letter: 'd',
    counted: 'dead_lettered',
    group: 'work',
  },
  { to: '/unknown', title: shellWords.unknown, icon: 'unknown', letter: 'u', counted: 'unknown', group: 'work' },
  { to: '/held', title: shellWords.held, icon: 'held', letter: 'e', counted: 'held', group: 'work' },
  { to: '/connections', title: shellWords.connections, icon: 'plug', letter: 'c', group: 'work' },
  { to: '/notices', title: shellWords.notices, icon: 'bell', letter: 'n', group: 'work' },
  { to: '/sample', title: shellWords.sample, icon: 'sample', letter: 's', group: 'work' },
  { to: '/members', title: shellWords.members, icon: 'people', letter: 'm', group: 'settings' },
  { to: '/tokens', title: shellWords.tokens, icon: 'key', letter: 't', group: 'settings' },
  { to: '/channels', title: shellWords.channels, icon: 'channel', letter: 'l', group: 'settings' },
  { to: '/audit', title: shellWords.audit, icon: 'audit', letter: 'o', group: 'settings' },
  { to: '/account', title: shellWords.account, icon: 'person', letter: 'a', group: 'settings' },
];

/** True for the page that an address belongs to: its own, and those below it. */
export function isOnPage(to: string, pathname: string): boolean {
  return to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
}
