/** What is selected, and where the focus goes with it. */
import { useCallback, useState } from 'react';
import type { PanelFocus } from './builder-context.ts';

export interface Selection {
  readonly selected: string | null;
  readonly focus: { readonly on: PanelFocus } | undefined;
  readonly select: (key: string | null, focus?: PanelFocus) => void;
}

export function useSelection(): Selection {
  const [{ selected, focus }, set] = useState<Pick<Selection, 'selected' | 'focus'>>({
    selected: null,
    focus: undefined,
  });
  const select = useCallback((key: string | null, on: PanelFocus = 'head') => {
    set({ selected: key, focus: key === null ? undefined : { on } });
  }, []);
  return { selected, focus, select };
}
