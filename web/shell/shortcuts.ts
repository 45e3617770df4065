/** Keys that work on every page: `g` and a letter goes to a page, `/` and Ctrl K open the commands, `?` explains. */
import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PAGES } from './pages.ts';

/** After `g`, the letter is awaited this long. */
const SEQUENCE_MS = 1_500;

interface ShortcutActions {
  readonly openCommands: () => void;
  readonly openHelp: () => void;
}

/**
 * Whether keys without Ctrl do anything; a person who dictates, or whose hand slips, can switch them off
 * (WCAG 2.2, 2.1.4).
 */
export function usePlainKeys(): readonly [boolean, (isOn: boolean) => void] {
  const [choice, setChoice] = useLocalStorage({ key: 'holdfast-plain-keys', defaultValue: 'on' });
  return [choice !== 'off', (isOn) => setChoice(isOn ? 'on' : 'off')];
}

/** Binds the keys while the frame is on the page. */
export function useShortcuts({ openCommands, openHelp }: ShortcutActions): void {
  const [isPlain] = usePlainKeys();
  useHotkeys([['mod+K', openCommands]], []);
  useHotkeys(isPlain ? [['/', openCommands]] : []);
  useHotkeys(
    isPlain
      ? [
          ['shift+?', openHelp],
          ['?', openHelp],
        ]
      : [],
  );
  usePageKeys(isPlain);
}

function usePageKeys(isOn: boolean): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!isOn) return undefined;
    let startedMs = Number.NEGATIVE_INFINITY;
    const take = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const page = PAGES.find(({ letter }) => letter === event.key);
      if (page !== undefined && event.timeStamp - startedMs < SEQUENCE_MS) {
        event.preventDefault();
        startedMs = Number.NEGATIVE_INFINITY;
        void navigate({ to: page.to });
      } else startedMs = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    };
    addEventListener('keydown', take);
    return () => removeEventListener('keydown', take);
  }, [isOn, navigate]);
}

/** Letters belong to the field, the menu or the dialog that has the focus. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role=menu], [role=dialog]') !== null;
}
