import type { ComboboxStore } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** Marks the first option after every typed character, so that Enter takes it. */
export function useFirstOption(store: ComboboxStore, typed: string | undefined): void {
  const latest = useRef(store);
  latest.current = store;
  useEffect(() => {
    if (typed !== undefined) latest.current.selectFirstOption();
  }, [typed]);
}

/** Opens the options while something is typed that some of them answer to, and closes them otherwise. */
export function useOpenWhileTyped(store: ComboboxStore, typed: string | undefined): void {
  const latest = useRef(store);
  latest.current = store;
  useEffect(() => {
    if (typed === undefined) latest.current.closeDropdown();
    else latest.current.openDropdown();
  }, [typed]);
  useFirstOption(store, typed);
}
