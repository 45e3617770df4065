/** What is selected, and where the focus goes with it; the address names the step, so that it can be passed on. */
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { PanelFocus } from './builder-context.ts';

const route = getRouteApi('/inside/flows/$name/build');

export interface Selection {
  readonly selected: string | null;
  readonly focus: { readonly on: PanelFocus } | undefined;
  readonly select: (key: string | null, focus?: PanelFocus) => void;
}

export function useSelection(): Selection {
  const { step = null } = route.useSearch();
  const [{ selected, focus }, set] = useState<Pick<Selection, 'selected' | 'focus'>>({
    selected: step,
    focus: undefined,
  });
  const select = useCallback((key: string | null, on: PanelFocus = 'head') => {
    set({ selected: key, focus: key === null ? undefined : { on } });
  }, []);
  useAddress(selected);
  return { selected, focus, select };
}

/** Writes the selection into the address, in place of the one before: Back leaves the builder, as people expect. */
function useAddress(selected: string | null): void {
  const navigate = route.useNavigate();
  useEffect(() => {
    const search = ({ step: _before, ...rest }: Readonly<Record<string, string>>) =>
      selected === null ? rest : { ...rest, step: selected };
    void navigate({ search, replace: true, resetScroll: false });
  }, [selected, navigate]);
}
