import type { KeyboardEvent } from 'react';

/**
 * Keeps Escape to what is shown above the page: dialogs and menus are drawn elsewhere, but their keys would reach the
 * panel that opened them and close it as well.
 */
export function keepEscapeInside(event: KeyboardEvent): void {
  const isAbove = event.target instanceof Node && !event.currentTarget.contains(event.target);
  if (event.key === 'Escape' && isAbove) event.stopPropagation();
}
