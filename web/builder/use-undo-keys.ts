/** Ctrl Z takes back, Ctrl Shift Z and Ctrl Y do again, anywhere in the builder. */
import { type RefObject, useEffect } from 'react';
import { builderWords } from '../words/builder.ts';
import type { DraftEditor } from './draft-editor.ts';

interface UndoKeys {
  readonly root: RefObject<HTMLElement | null>;
  readonly editor: DraftEditor;
  readonly announce: (text: string) => void;
}

/** A field that keeps its own text until it is left is marked `data-own-undo`, and undoes by itself. */
export function useUndoKeys({ root, editor, announce }: UndoKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const direction = directionOf(event);
      if (direction === undefined || !isMeant(event.target as Element | null, root.current)) return;
      event.preventDefault();
      if (direction === 'undo') editor.undo();
      else editor.redo();
      announce(direction === 'undo' ? builderWords.undone : builderWords.redone);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [root, editor, announce]);
}

function directionOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  if (key.toLowerCase() === 'y' && !shiftKey) return 'redo';
  if (key.toLowerCase() !== 'z') return undefined;
  return shiftKey ? 'redo' : 'undo';
}

/** In dialogs and menus, which lie outside of the builder's element, the key is theirs. */
function isMeant(target: Element | null, root: HTMLElement | null): boolean {
  if (target === null || root === null) return false;
  if (target.closest('[data-own-undo]') !== null) return false;
  return target === document.body || root.contains(target);
}
