import { type RefObject, useEffect } from 'react';
import { usePlainKeys } from '../shell/shortcuts.ts';

const STEPS: ReadonlyMap<string, number> = new Map([
  ['j', 1],
  ['ArrowDown', 1],
  ['k', -1],
  ['ArrowUp', -1],
]);

/**
 * Moves through the links of a list that carry `data-row`: J and K from anywhere on the page, the arrows when the list
 * has the focus. Enter is the link's own. Letters rest while the person has keys without Ctrl switched off.
 */
export function useListKeys(list: RefObject<HTMLElement | null>): void {
  const [isPlain] = usePlainKeys();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const step = STEPS.get(event.key);
      if (step === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!isPlain && !event.key.startsWith('Arrow')) return;
      if (isTyping(event.target) || list.current === null) return;
      const links = [...list.current.querySelectorAll<HTMLElement>('[data-row]')];
      const current = links.indexOf(document.activeElement as HTMLElement);
      if (event.key.startsWith('Arrow') && current === -1) return;
      event.preventDefault();
      const next = current === -1 && step < 0 ? links.length - 1 : current + step;
      links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list, isPlain]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role=combobox], [role=dialog]') !== null;
}
